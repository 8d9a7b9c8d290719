export const account = {
  title: 'Аккаунт',
};
