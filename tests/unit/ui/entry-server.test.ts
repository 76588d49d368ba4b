import type { AppLoadContext } from '@remix-run/node';
import { describe, expect, it } from 'vitest';
import { handleError } from '~/entry.server';

interface Logged {
  event: Record<string, unknown>;
  message: string;
}

function contextWithLog(): { context: AppLoadContext; logged: Logged[] } {
  const logged: Logged[] = [];
  const log = { error: (event: Record<string, unknown>, message: string) => logged.push({ event, message }) };
  return { context: { log } as unknown as AppLoadContext, logged };
}

function report(error: unknown, request = new Request('https://a.example/in/desk')) {
  const { context, logged } = contextWithLog();
  handleError(error, { request, context, params: {} });
  return logged;
}

describe('an unexpected error', () => {
  it('is logged by its kind and place, never by its message', () => {
    const logged = report(new TypeError('Failed query: insert … params: alice@example.org'));
    expect(logged).toHaveLength(1);
    expect(logged[0]?.event['error']).toBe('TypeError');
    expect(String(logged[0]?.event['at'])).toContain('entry-server.test.ts');
    expect(JSON.stringify(logged)).not.toMatch(/alice|params|insert/);
  });

  it('keeps its message secret over several lines, and when it is no Error at all', () => {
    expect(JSON.stringify(report(new Error('first line\nalice@example.org')))).not.toContain('alice');
    expect(JSON.stringify(report('alice@example.org'))).not.toContain('alice');
  });

  it('is not logged when the visitor went away', () => {
    const controller = new AbortController();
    const request = new Request('https://a.example/', { signal: controller.signal });
    controller.abort();
    expect(report(new Error('x'), request)).toEqual([]);
  });

  it('is not one when a page answers that nothing is there', () => {
    const response = { status: 404, statusText: '', internal: true, data: null };
    expect(report(response)).toEqual([]);
    expect(report({ ...response, status: 500 })).toHaveLength(1);
  });
});
