import type { PreviewedFiring } from '@carillon/core/domain/policy/preview-firings';
import { describePreview } from '@carillon/core/messages/describe-preview';
import type { Language } from '@carillon/core/messages/messages';

/** Shapes an instant of a preview for an answer. */
export function presentFiring<Fate extends string>({ reason, ...same }: PreviewedFiring<Fate>, language: Language) {
  return { ...same, reason: reason && describePreview(reason, language) };
}
