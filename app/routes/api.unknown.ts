import { apiRefusal } from './api-answer.server';

/** Programs are told in their own language that there is nothing here. */
export function loader(): Response {
  return apiRefusal({ error: 'unknown-path' }, 404);
}
