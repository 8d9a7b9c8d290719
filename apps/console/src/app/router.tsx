import { createBrowserRouter, type RouteObject } from 'react-router';
import { Page as OverviewPage } from '../pages/overview/overview-page';
import { NotFoundPage } from './not-found-page';
import { PageFailure } from './page-failure';
import { Shell } from './shell';

type Load = () => Promise<{ Page: React.ComponentType }>;

/** A page that is loaded when it is first gone to. */
const page = (path: string, load: Load): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).Page }),
  errorElement: <PageFailure />,
});

/** Every address of the console. */
export const createRouter = () =>
  createBrowserRouter([
    {
      path: '/',
      element: <Shell />,
      errorElement: <PageFailure />,
      hydrateFallbackElement: <span />,
      children: [
        // Where nearly everybody arrives: it comes with the first files, not after them.
        { index: true, element: <OverviewPage />, errorElement: <PageFailure /> },
        page('jobs', () => import('../pages/jobs/jobs-page')),
        page('jobs/new', () => import('../pages/editor/editor-page')),
        page('jobs/:jobId', () => import('../pages/jobs/job-page')),
        page('jobs/:jobId/edit', () => import('../pages/editor/editor-page')),
        page('runs', () => import('../pages/runs/runs-page')),
        page('runs/:logId', () => import('../pages/runs/run-page')),
        page('worker-jobs', () => import('../pages/worker-jobs/worker-jobs-page')),
        page('worker-jobs/:key', () => import('../pages/worker-jobs/worker-job-page')),
        page('incidents', () => import('../pages/worker-jobs/incidents-page')),
        page('webhooks', () => import('../pages/webhooks/webhooks-page')),
        page('webhooks/:jobId', () => import('../pages/webhooks/webhook-page')),
        page('keys', () => import('../pages/account/keys-page')),
        page('usage', () => import('../pages/account/usage-page')),
        page('audit', () => import('../pages/account/audit-page')),
        page('admin', () => import('../pages/admin/admin-page')),
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ]);
