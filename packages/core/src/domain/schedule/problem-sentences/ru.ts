import type { FieldLabels, Sentences } from './sentences.js';

/** In the genitive, after «поле». */
const label: FieldLabels = {
  second: 'секунд',
  minute: 'минут',
  hour: 'часов',
  dayOfMonth: 'дня месяца',
  month: 'месяца',
  dayOfWeek: 'дня недели',
};

const FIVE = 'минуты, часы, день месяца, месяц, день недели';

export const ru: Sentences = {
  empty: () => `Расписание пустое; укажите пять полей (${FIVE}), например «0 9 * * 1-5».`,
  tooLong: ({ length, max }) => `Расписание слишком длинное, символов: ${length}; допускается не больше ${max}.`,
  controlCharacter: ({ position, codePoint }) =>
    `На позиции ${position} в расписании стоит невидимый символ ${codePoint}; разделяйте поля только пробелами или табуляцией.`,
  nonAsciiCharacter: ({ position, character }) =>
    `На позиции ${position} в расписании стоит символ «${character}»; используйте обычные цифры, латинские буквы и пробелы.`,
  macro: ({ value, replacement }) =>
    replacement
      ? `Запись «${value}» не поддерживается; напишите вместо неё «${replacement}».`
      : `Запись «${value}» не поддерживается; укажите пять полей: ${FIVE}.`,
  fieldCount: ({ found, secondsAllowed }) =>
    `Полей в расписании: ${found}, а нужно пять (${FIVE})${secondsAllowed ? ' или шесть, с секундами в начале' : ''}.`,
  secondsNotAllowed: () => `В расписании шесть полей, но поле секунд здесь недоступно; укажите пять полей: ${FIVE}.`,
  unsupportedSpecial: ({ field, value, special }) =>
    `Символ «${special}» не поддерживается (запись «${value}», поле ${label[field]}); используйте числа, «*», списки, диапазоны и шаги.`,
  unknownName: ({ field, value, names }) =>
    `Запись «${value}» недопустима в поле ${label[field]}; используйте ${names.length ? `числа или ${names.join(', ')}` : 'только числа'}.`,
  malformed: ({ field, value }) =>
    `Не удаётся прочитать «${value}» в поле ${label[field]}; укажите число, «*», список «1,2», диапазон «1-5» или шаг «*/2».`,
  outOfRange: ({ field, value, min, max }) =>
    `Значение «${value}» в поле ${label[field]} вне допустимых пределов; укажите от ${min} до ${max}.`,
  reversedRange: ({ field, value, suggestion }) =>
    `Диапазон «${value}» в поле ${label[field]} записан в обратном порядке; напишите вместо него «${suggestion}».`,
  stepOutOfRange: ({ field, value, min, max }) =>
    `Шаг в записи «${value}» не подходит для поля ${label[field]}; укажите шаг от ${min} до ${max}.`,
  impossibleDate: ({ dayOfMonth, month, lastDay }) =>
    `Это расписание никогда не сработает: в месяце «${month}» нет дня «${dayOfMonth}»; укажите день не позже ${lastDay} или другой месяц.`,
};
