export const LOST_TENANT = 'acme';
export const LOST_KEY = 'demo-lost-response';
export const LOST_AMOUNT_TEXT = 'EUR 42.00';
export const LOST_BODY =
  '{"amount":4200,"currency":"EUR","source":"tok_visa","reference":"demo-lost-response","description":"Lost response"}';
