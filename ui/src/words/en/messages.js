// The clinic's reminder texts.
export const messages = {
  title: 'Messages',
  lead: 'What a reminder says, in each language your patients speak. The first one serves everybody whose language has none.',
  empty: 'No reminder text yet. With one, the list of calls offers a text to copy.',
  add: 'Add a text',
  newTitle: 'New reminder text',
  name: 'Language',
  nameHint: 'As it stands with the patients, for example English',
  text: 'Text',
  textHint: 'Filled in for each appointment: {patient} {date} {time} {practitioner} {clinic} {phone}',
  preview: 'Reads like',
  previewEmpty: 'Write a text to see how it reads.',
  start: 'Dear {patient}, this is a reminder of your appointment on {date} at {time} with {practitioner}. If you cannot come, call {phone}. {clinic}',
};
