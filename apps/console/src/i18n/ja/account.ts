export const account = {
  title: 'アカウント',
};
