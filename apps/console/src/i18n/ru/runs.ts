export const runs = {
  title: 'Запуски',
};
