import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/*
 * Loaded before a build: its clock stands at another time, and folders are listed in another order, as on another machine.
 */

const shift = Number(process.env['CLOCK_SHIFT'] ?? 0);
const RealDate = Date;

globalThis.Date = /** @type {DateConstructor} */ (
  class extends RealDate {
    /** @param {unknown[]} given */
    constructor(...given) {
      super(.../** @type {[]} */ (given.length === 0 ? [RealDate.now() + shift] : given));
    }

    /** @override */
    static now() {
      return RealDate.now() + shift;
    }
  }
);

const { readdir, readdirSync } = fs;
const listFolder = fs.promises.readdir;
/** @param {unknown} names */
const turned = (names) => (Array.isArray(names) ? [...names].reverse() : names);

Object.assign(fs, {
  /** @param {Parameters<typeof readdirSync>} given */
  readdirSync: (...given) => turned(readdirSync(...given)),
  /** @param {unknown[]} given */
  readdir(...given) {
    const done = /** @type {(error: unknown, names: unknown) => void} */ (given.pop());
    Reflect.apply(readdir, fs, [...given, (/** @type {unknown} */ error, /** @type {unknown} */ names) => done(error, turned(names))]); // prettier-ignore
  },
});
Object.assign(fs.promises, {
  /** @param {Parameters<typeof listFolder>} given */
  readdir: async (...given) => turned(await listFolder(...given)),
});
syncBuiltinESMExports();
