export const runs = {
  title: '実行履歴',
};
