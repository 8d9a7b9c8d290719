export const workerJobs = {
  title: 'Задания воркеров',
};
