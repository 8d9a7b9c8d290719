export const webhooks = {
  title: 'Webhook',
};
