// Each adds its language to cronstrue; the package types none of them.
declare module 'cronstrue/locales/ru';
