import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { useOperation } from '../../api/use-operation';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { Editor } from './editor';
import { DEFAULTS, valuesOf } from './values';
import { readersZone } from './zones';

/** A new job, a copy of one (`?from=`), or one that is changed. */
export function Page() {
  const { jobId = null } = useParams();
  const [search] = useSearchParams();
  const from = search.get('from');
  const me = useOperation('getMe', {});
  return (
    <Loaded of={me} lines={8}>
      {({ userId }) => {
        if (jobId !== null) return <EditJob key={jobId} jobId={jobId} userId={userId} />;
        if (from !== null) return <CopyJob key={from} jobId={from} userId={userId} />;
        return <NewJob userId={userId} />;
      }}
    </Loaded>
  );
}

interface OfJob {
  jobId: string;
  userId: string;
}

function NewJob({ userId }: { userId: string }) {
  const { t } = useTranslation('editor');
  return (
    <>
      <PageHeader title={t('title')} />
      <Editor job={null} initial={{ ...DEFAULTS, timezone: readersZone() }} draftName={`${userId}.new`} />
    </>
  );
}

function CopyJob({ jobId, userId }: OfJob) {
  const { t } = useTranslation('editor');
  const job = useOperation('getJob', { path: { jobId } });
  return (
    <Loaded of={job} lines={8}>
      {(original) => (
        <>
          <PageHeader title={t('titleCopy', { name: original.name })} />
          <Editor
            job={null}
            initial={{ ...valuesOf(original), name: t('copyName', { name: original.name }) }}
            draftName={`${userId}.copy.${jobId}`}
          />
        </>
      )}
    </Loaded>
  );
}

function EditJob({ jobId, userId }: OfJob) {
  const { t } = useTranslation('editor');
  const job = useOperation('getJob', { path: { jobId } });
  return (
    <Loaded of={job} lines={8}>
      {(current) => (
        <>
          <PageHeader title={t('titleEdit', { name: current.name })} />
          <Editor job={current} initial={valuesOf(current)} draftName={`${userId}.${jobId}`} />
        </>
      )}
    </Loaded>
  );
}
