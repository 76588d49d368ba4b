import { openConcern } from './open-concern';
import type { OpeningAnswer, OpeningRequest } from './opening-messages';

/*
 * Decrypts concerns off the page's thread. The key comes from the page, stays in this worker's memory and goes with it.
 */

let identity = '';

self.addEventListener('message', ({ data }: MessageEvent<OpeningRequest>) => {
  if (data.kind === 'key') {
    identity = data.identity;
    return;
  }
  void openConcern(data.concern, identity)
    .catch(() => null)
    .then((concern) => {
      self.postMessage({ id: data.id, concern } satisfies OpeningAnswer);
    });
});
