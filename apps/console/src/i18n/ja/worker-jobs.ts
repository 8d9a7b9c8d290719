export const workerJobs = {
  title: 'ワーカージョブ',
};
