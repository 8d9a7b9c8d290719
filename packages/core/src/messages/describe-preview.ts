import type { PreviewReason } from '../domain/policy/preview-firings.js';
import type { Language } from './messages.js';
import { say } from './say.js';

/** Why an instant of a preview is not going to be a run, in the reader's language. */
export function describePreview(reason: PreviewReason, language: Language): string {
  switch (reason.code) {
    case 'paused':
      return say(language, 'preview_paused', reason);
    case 'service_was_down':
      return say(language, 'preview_service_was_down');
    case 'missed_window':
      return say(language, 'preview_missed_window', reason);
    case 'overlap':
      return say(language, 'preview_overlap', reason);
    case 'overlap_queue_full':
      return say(language, 'preview_overlap_queue_full', reason);
    case 'superseded':
      return say(language, 'preview_superseded', reason);
    case 'dst_gap':
      return say(language, 'preview_dst_gap');
    case 'dst_fold':
      return say(language, 'preview_dst_fold');
  }
}
