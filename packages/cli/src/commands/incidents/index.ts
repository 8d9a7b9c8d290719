import { defineGroup } from '../../command/define-command.js';
import { listIncidents } from './list-incidents.js';
import { resolveIncident } from './resolve-incident.js';
import { showIncident } from './show-incident.js';

/** `carillon incidents …` */
export const incidents = defineGroup('incidents', 'Worker jobs that stand still until somebody decides.', [
  listIncidents,
  showIncident,
  resolveIncident,
]);
