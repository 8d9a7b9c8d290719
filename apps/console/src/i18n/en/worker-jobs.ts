export const workerJobs = {
  title: 'Worker jobs',
};
