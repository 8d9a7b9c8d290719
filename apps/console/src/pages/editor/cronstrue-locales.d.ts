declare module 'cronstrue/locales/ja';
declare module 'cronstrue/locales/ru';
