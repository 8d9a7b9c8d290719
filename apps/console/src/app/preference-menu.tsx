import { lazy, Suspense, useState } from 'react';
import { PreferenceButton, type Preference } from './preference-button';

const Choices = lazy(async () => ({ default: (await import('./preference-choices')).PreferenceChoices }));

/** A button with a menu that is loaded when it is first opened: few readers ever open it. */
export function PreferenceMenu({ of: preference }: { of: Preference }) {
  const [isWanted, setWanted] = useState(false);
  const closed = <PreferenceButton of={preference} onClick={() => setWanted(true)} />;
  if (!isWanted) return closed;
  return (
    <Suspense fallback={closed}>
      <Choices of={preference} />
    </Suspense>
  );
}
