// The strip of parked appointments under the day.
export const parked = {
  title: 'Parked',
  hint: 'Each keeps its time until it is dropped: drag it into the day, or press Enter and choose with the arrow keys.',
  placingHint: 'Arrows move it, Ctrl and left or right change the day, Enter drops it, Esc leaves it parked.',
  dropHere: 'Drop here to park. The appointment keeps its time until it is dropped elsewhere.',
  wouldBe: (/** @type {string} */ day, /** @type {string} */ time, /** @type {string} */ column) => `${day}, ${time}, ${column}`,
  putBack: (/** @type {string} */ who) => `Put back: ${who}`,
  putBackShort: 'Put back where it stands',
  park: 'Park',
  unpark: 'Put back',
  parked: (/** @type {string} */ who) => `Parked ${who}. The time is kept until it is dropped.`,
  full: 'No more can be parked. Drop one into the day first.',
  focus: 'Go to what is parked',
};
