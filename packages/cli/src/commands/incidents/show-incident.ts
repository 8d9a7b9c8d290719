import { defineCommand } from '../../command/define-command.js';
import { fields } from '../../output/table.js';

export const showIncident = defineCommand({
  usage: 'show <id>',
  summary: 'Show an incident.',
  async run({ client, operands: [id = ''], terminal }) {
    const incident = await (await client()).getIncident({ path: { id } });
    const { resolution } = incident;
    const text = fields(
      [
        ['id', incident.id],
        ['status', incident.status],
        ['type', incident.type],
        ['message', incident.message],
        ['worker job', `${incident.job_key} (${incident.job_type})`],
        ['worker', incident.worker ?? undefined],
        ['tenant', incident.tenant_id],
        ['since', incident.created_at],
        ['resolved', incident.resolved_at ?? undefined],
        ['resolution', resolution === null ? undefined : resolution.action],
        ['comment', resolution?.comment ?? resolution?.reason ?? undefined],
      ],
      terminal.color,
    );
    return { text, data: incident };
  },
});
