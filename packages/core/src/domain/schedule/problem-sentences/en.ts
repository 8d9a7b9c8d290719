import type { FieldLabels, Sentences } from './sentences.js';

const label: FieldLabels = {
  second: 'second',
  minute: 'minute',
  hour: 'hour',
  dayOfMonth: 'day-of-month',
  month: 'month',
  dayOfWeek: 'day-of-week',
};

const FIVE = 'minute, hour, day of month, month and day of week';

export const en: Sentences = {
  empty: () => `The schedule is empty; write five fields (${FIVE}), for example "0 9 * * 1-5".`,
  tooLong: ({ length, max }) => `The schedule is ${length} characters long; at most ${max} are allowed.`,
  controlCharacter: ({ position, codePoint }) =>
    `Character ${position} of the schedule is the invisible character ${codePoint}; separate fields with spaces or tabs only.`,
  nonAsciiCharacter: ({ position, character }) =>
    `Character ${position} of the schedule is "${character}"; use plain half-width digits, letters and spaces.`,
  macro: ({ value, replacement }) =>
    replacement
      ? `"${value}" is not supported; write "${replacement}" instead.`
      : `"${value}" is not supported; write five fields instead: ${FIVE}.`,
  fieldCount: ({ found, secondsAllowed }) =>
    `A schedule has five fields (${FIVE})${secondsAllowed ? ', or six with seconds first' : ''}, but this one has ${found}.`,
  secondsNotAllowed: () =>
    `This schedule has six fields, and a seconds field is not available here; write five: ${FIVE}.`,
  unsupportedSpecial: ({ field, value, special }) =>
    `"${special}" is not supported (in "${value}", ${label[field]} field); use numbers, "*", lists, ranges and steps.`,
  unknownName: ({ field, value, names }) =>
    `"${value}" is not a valid ${label[field]}; use numbers${names.length ? ` or ${names.join(', ')}` : ' only'}.`,
  malformed: ({ field, value }) =>
    `"${value}" cannot be read as a ${label[field]} field; write a number, "*", a list "1,2", a range "1-5" or a step "*/2".`,
  outOfRange: ({ field, value, min, max }) =>
    `"${value}" is out of range for the ${label[field]} field; use ${min} to ${max}.`,
  reversedRange: ({ field, value, suggestion }) =>
    `The range "${value}" in the ${label[field]} field runs backwards; write "${suggestion}" instead.`,
  stepOutOfRange: ({ field, value, min, max }) =>
    `The step in "${value}" does not suit the ${label[field]} field; use a step from ${min} to ${max}.`,
  impossibleDate: ({ dayOfMonth, month, lastDay }) =>
    `This schedule would never run: month "${month}" has no day "${dayOfMonth}"; use a day up to ${lastDay} or another month.`,
};
