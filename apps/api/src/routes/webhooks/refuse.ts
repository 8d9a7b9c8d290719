import type { HeadersRefusal } from '@carillon/core/engine/settle-headers';
import type { UpdateWebhookOutcome } from '@carillon/core/engine/update-webhook';
import { sentence } from '@carillon/core/messages/say';
import { invalidInput, notFound, Problem } from '../../http/problem.js';

/** Every way in which something about a webhook is refused. */
type Refusal =
  | { kind: 'not_found' }
  | { kind: 'exists' }
  | { kind: 'disabled' }
  | { kind: 'not_ended' }
  | Exclude<UpdateWebhookOutcome, { kind: 'updated' }>
  | HeadersRefusal;

/** Turns a refusal into a problem. */
export function webhookProblem(outcome: Refusal): Problem {
  switch (outcome.kind) {
    case 'not_found':
      return notFound();
    case 'exists':
      return new Problem('conflict', sentence('webhook_exists'));
    case 'disabled':
      return new Problem('conflict', sentence('webhook_disabled'));
    case 'not_ended':
      return new Problem('conflict', sentence('delivery_not_ended'));
    case 'masks_without_value':
      return invalidInput(
        outcome.names.map((name) => ({ path: ['headers', name], say: sentence('header_mask_without_value') })),
      );
    case 'headers_too_large':
      return invalidInput([{ path: ['headers'], say: sentence('field_too_many_bytes', outcome) }]);
  }
}
