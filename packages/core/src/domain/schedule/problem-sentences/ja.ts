import type { FieldLabels, Sentences } from './sentences.js';

const label: FieldLabels = {
  second: '秒',
  minute: '分',
  hour: '時',
  dayOfMonth: '日',
  month: '月',
  dayOfWeek: '曜日',
};

const FIVE = '分・時・日・月・曜日';

export const ja: Sentences = {
  empty: () => `スケジュールが空です。「0 9 * * 1-5」のように5つのフィールド（${FIVE}）を指定してください。`,
  tooLong: ({ length, max }) => `スケジュールが${length}文字あります。${max}文字以内で指定してください。`,
  controlCharacter: ({ position, codePoint }) =>
    `スケジュールの${position}文字目に目に見えない文字 ${codePoint} が含まれています。フィールドは半角スペースまたはタブで区切ってください。`,
  nonAsciiCharacter: ({ position, character }) =>
    `スケジュールの${position}文字目の「${character}」は使えません。半角の数字・英字・スペースで入力してください。`,
  macro: ({ value, replacement }) =>
    replacement
      ? `「${value}」には対応していません。代わりに「${replacement}」と指定してください。`
      : `「${value}」には対応していません。5つのフィールド（${FIVE}）で指定してください。`,
  fieldCount: ({ found, secondsAllowed }) =>
    `フィールドが${found}個あります。スケジュールは5個（${FIVE}）${secondsAllowed ? '、または先頭に秒を加えた6個' : ''}で指定してください。`,
  secondsNotAllowed: () => `フィールドが6個ありますが、ここでは秒を指定できません。5個（${FIVE}）で指定してください。`,
  unsupportedSpecial: ({ field, value, special }) =>
    `${label[field]}フィールドの「${value}」にある「${special}」には対応していません。数値、「*」、リスト、範囲、間隔で指定してください。`,
  unknownName: ({ field, value, names }) =>
    `「${value}」は${label[field]}フィールドでは使えません。${names.length ? `数値または ${names.join('、')} で` : '数値で'}指定してください。`,
  malformed: ({ field, value }) =>
    `${label[field]}フィールドの「${value}」を解釈できません。数値、「*」、リスト「1,2」、範囲「1-5」、間隔「*/2」の形で指定してください。`,
  outOfRange: ({ field, value, min, max }) =>
    `${label[field]}フィールドの「${value}」は範囲外です。${min}～${max}で指定してください。`,
  reversedRange: ({ field, value, suggestion }) =>
    `${label[field]}フィールドの範囲「${value}」は順序が逆です。代わりに「${suggestion}」と指定してください。`,
  stepOutOfRange: ({ field, value, min, max }) =>
    `${label[field]}フィールドの「${value}」の間隔が正しくありません。間隔は${min}～${max}で指定してください。`,
  impossibleDate: ({ dayOfMonth, month, lastDay }) =>
    `このスケジュールは一度も実行されません。月「${month}」に日「${dayOfMonth}」は存在しません。${lastDay}日までの日を指定するか、月を変更してください。`,
};
