// Words of what brings a clinic in a file back: its recovery key and copies. In the setup list and in Admin.
export const keepSafe = {
  title: 'If this computer breaks',
  lead: 'A copy and the recovery key together bring the clinic back, on any computer. One without the other is of no use.',
  recovery_key: {
    title: 'Recovery key',
    text: 'Print it for the safe, apart from the copies: whoever has both can read everything.',
    save: 'Save the recovery key',
    saving: 'Saving…',
    saved: 'The key is saved. Print it, then remove the file.',
  },
  clinic_copy: {
    title: 'Copy of the clinic',
    text: 'All that is saved up to now. Others can go on working. Put it on a disk outside this computer.',
    save: 'Save a copy now',
    saving: 'Saving a copy…',
    saved: 'The copy is saved, and it is whole.',
  },
};
