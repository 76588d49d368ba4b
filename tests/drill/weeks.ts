import { addDays, dayOf } from '~/platform/clock';
import { seededBelow } from '~db/seed/seeded-random';
import { draw, type Employee, type Manner, type Random, type Truth } from './company';
import { act, enrol, hexOf, nullifierOn, raiseConcern, sponsor, sponsorNullifierOn, standingOn, startPetition, type Standing } from './devices'; // prettier-ignore
import type { Dump, Moment } from './dumps';
import type { DrillHouse } from './house';
import { liveTenMinutes, type Doing } from './ten-minutes';

/** How a company lives through the drill. Numbers of people, all together, unless it says otherwise. */
export interface Plan {
  readonly seed: string;
  readonly firstDay: string;
  readonly enrolmentDays: number;
  readonly enrolFirst: number;
  /** Days on which people act, after those of enrolment. */
  readonly actingDays: number;
  readonly signAsAdvised: number;
  readonly signAfterSigningIn: number;
  readonly signAfterEnrolling: number;
  /** Signatures of a petition that stays below its critical mass. */
  readonly signQuietly: number;
  /** Signatures, as advised, that name the unit that their signer is in. */
  readonly signWithUnit: number;
  /** Sponsors of a petition that looks for half as many; who comes after that comes too late. */
  readonly sponsors: number;
  /** Petitions that are started without a name. */
  readonly started: number;
  readonly concerns: number;
  readonly lostKeys: number;
  readonly leavers: number;
  /** A day: people who sign in for something else. */
  readonly otherSignIns: number;
  /** Tens of minutes of a day into which what people do is pressed. */
  readonly slots: number;
  readonly onProgress?: (what: string) => void;
}

export const petitions = {
  ...{ loud: 'drill-loud', second: 'drill-second', quiet: 'drill-quiet', units: 'drill-units' },
  ...{ gathering: 'drill-gathering' },
} as const;

/** What a life left behind. */
export interface Life {
  readonly dumps: readonly Dump[];
  /** By nullifier or public key of a concern, in hex. */
  readonly truth: ReadonlyMap<string, Truth>;
  readonly lastDay: string;
}

const mostInTenMinutes = 40;

/** Lets a company live over the HTTP interface of the built server, taking dumps and making backups as it goes. */
export async function liveThroughWeeks(house: DrillHouse, company: readonly Employee[], plan: Plan): Promise<Life> {
  const below = seededBelow(`${plan.seed}/weeks`);
  const truth = new Map<string, Truth>();
  const dumps: Dump[] = [];
  const take = async (moment: Moment) => void dumps.push(await house.dump(moment));
  const tell = plan.onProgress ?? (() => undefined);
  const gone = new Set<string>();
  let day = plan.firstDay;

  await house.setClock(`${day}T07:00:00Z`);
  const early = company.slice(0, plan.enrolFirst);
  const late = company.slice(plan.enrolFirst);
  const groups = inParts(draw(early, early.length, below), plan.enrolmentDays);
  for (const [number, group] of groups.entries()) {
    tell(`${day}: ${String(group.length)} people enrol`);
    const tens = inParts(group, Math.ceil(group.length / mostInTenMinutes));
    for (const [place, ten] of tens.entries()) await liveTenMinutes(house, minuteOf(day, 480 + place * 10), enrolling(ten)); // prettier-ignore
    await house.setClock(`${day}T17:00:00Z`);
    if (number === groups.length - 1) {
      await house.acceptPetition(petitions.loud, 10);
      await house.acceptPetition(petitions.second, 0);
      await house.acceptPetition(petitions.quiet, 10_000);
      await house.acceptPetition(petitions.units, 0);
    }
    await house.publish();
    await take('after-publication');
    await house.backUp();
    day = addDays(day, 1);
  }

  const units = await unitsToName();
  await house.gatherPetition(petitions.gathering, Math.max(10, Math.ceil(plan.sponsors / 2)));
  const days = planDays();
  for (const [number, doingsOfDay] of days.entries()) {
    await house.setClock(`${day}T08:00:00Z`);
    if (number === Math.max(1, plan.actingDays - 3)) await letGo();
    const standing = await standingOn(house, 1);
    // Who has left gets no code any more, and stands on no edition.
    const doings = doingsOfDay(standing).filter(({ by }) => !gone.has(by.personNumber));
    tell(`${day}: ${String(doings.length)} things happen`);
    const slots = inParts(doings, plan.slots);
    for (const [place, slot] of slots.entries()) {
      const at = minuteOf(day, 540 + place * 120);
      await house.setClock(at);
      await take('after-the-minute');
      const half = Math.ceil(slot.length / 2);
      await liveTenMinutes(house, at, slot, async (done) => {
        if (done !== half) return;
        await take('within-the-minute');
        // Once a day, and before the minute's rewriting: the worst moment for it.
        if (place === 0) await house.backUp();
      });
      await take('within-the-minute');
    }
    await house.rewrite();
    await take('after-the-minute');
    await house.publish();
    await take('after-publication');
    await house.backUp();
    day = addDays(day, 1);
  }
  return { dumps, truth, lastDay: dayOf(house.now()) };

  function enrolling(people: readonly Employee[], reason: 'first' | 'lost' = 'first'): Doing[] {
    return people.map((by, place) => ({
      ...{ by, second: (470 * place) / people.length, signsIn: true },
      async act(session) {
        if (session) await enrol(house, session, reason === 'first' ? by.identity : by.secondIdentity(), reason);
      },
    }));
  }

  function signing(by: Employee, petition: string, manner: Manner, at: number): (standing: Standing) => Doing {
    const nullifier = nullifierOn(petition, by.identity);
    return (standing) => ({
      ...{ by, second: at, signsIn: false },
      async act() {
        await act(house, { petition, action: 'sign', n: 0, nullifier, standing });
        truth.set(hexOf(nullifier), { person: by.personNumber, manner, petition });
      },
    });
  }

  /** What happens on which day, drawn beforehand. Each is asked with the newest edition of its day. */
  function planDays(): ((standing: Standing) => Doing[])[] {
    const planned = Array.from({ length: plan.actingDays }, (): ((standing: Standing) => Doing)[] => []);
    /** Evenly over the days, so that there is something on each. */
    const on = (place: number) => planned[place % plan.actingDays] ?? [];
    const anySecond = () => below(440);
    for (const [place, by] of draw(early, plan.signAsAdvised, below).entries()) {
      on(place).push(signing(by, petitions.loud, 'as-advised', anySecond()));
    }
    const named = early.filter(({ unit }) => units.has(unit));
    for (const [place, by] of draw(named, plan.signWithUnit, below).entries()) {
      on(place).push(signingWithUnit(by, anySecond()));
    }
    for (const [place, by] of draw(early, plan.sponsors, below).entries()) on(place).push(sponsoring(by, anySecond()));
    for (const [place, by] of draw(early, plan.started, below).entries()) {
      on(place).push(starting(by, place, anySecond()));
    }
    for (const [place, by] of draw(early, plan.signQuietly, below).entries()) {
      on(place).push(signing(by, petitions.quiet, 'as-advised', anySecond()));
    }
    for (const [place, by] of draw(early, plan.signAfterSigningIn, below).entries()) {
      const second = below(340);
      on(place).push(() => ({ by, second, signsIn: true }));
      on(place).push(signing(by, petitions.second, 'after-signing-in', second + 5 + below(90)));
    }
    for (const [place, by] of late.slice(0, plan.signAfterEnrolling).entries()) {
      const number = place % (plan.actingDays - 1);
      const [enrolment] = enrolling([by]);
      if (enrolment) on(number).push(() => ({ ...enrolment, second: anySecond() }));
      on(number + 1).push(signing(by, petitions.second, 'after-enrolling', anySecond()));
    }
    for (const [place, by] of draw(early, plan.lostKeys, below).entries()) {
      const [enrolment] = enrolling([by], 'lost');
      if (enrolment) on(place).push(() => ({ ...enrolment, second: anySecond() }));
    }
    for (const [place, by] of draw(early, plan.concerns, below).entries()) {
      on(Math.floor(place / 2)).push(raising(by, place % 2 === 1));
    }
    for (const doings of planned) {
      for (const by of draw(early, plan.otherSignIns, below))
        doings.push(() => ({ by, second: anySecond(), signsIn: true }));
    }
    return planned.map(
      (doings) => (standing) =>
        shuffledPairs(
          doings.map((make) => make(standing)),
          below,
        ),
    );
  }

  function raising(by: Employee, withFile: boolean): (standing: Standing) => Doing {
    return (standing) => ({
      ...{ by, second: below(440), signsIn: false },
      async act() {
        const concern = await raiseConcern(house, { by, withFile, slot: below(3), standing, pads: true });
        truth.set(concern, {
          person: by.personNumber,
          manner: withFile ? 'concern-with-file' : 'concern',
          petition: '',
        });
      },
    });
  }

  /** With the newest tree of the unit, which changes with every edition. */
  function signingWithUnit(by: Employee, second: number): (standing: Standing) => Doing {
    const petition = petitions.units;
    const nullifier = nullifierOn(petition, by.identity);
    return (standing) => ({
      ...{ by, second, signsIn: false },
      async act() {
        const [unit] = await house.ask<{ root: string; live: number }>(`
          select encode(group_root, 'hex') as root, live from published.edition_unit
          where register_id = ${standing.register} and edition = ${standing.edition} and unit_path = '${by.unit}'`);
        if (!unit) throw new RangeError(`${by.unit} has no tree any more`);
        await act(house, {
          ...{ petition, action: 'sign', n: 0, nullifier, standing },
          unit: { path: by.unit, groupRoot: unit.root },
        });
        truth.set(hexOf(nullifier), { person: by.personNumber, manner: 'with-unit', petition, crowd: unit.live });
      },
    });
  }

  function sponsoring(by: Employee, second: number): (standing: Standing) => Doing {
    const petition = petitions.gathering;
    return (standing) => ({
      ...{ by, second, signsIn: false },
      async act() {
        const [found] = await house.ask<{ state: string }>(
          `select state from published.petition where id = '${petition}'`,
        );
        // Once it has as many as it looked for, nobody can sponsor it any more.
        if (found?.state !== 'gathering') return;
        await sponsor(house, { by, petition, standing });
        const id = hexOf(sponsorNullifierOn(petition, by.identity));
        truth.set(id, { person: by.personNumber, manner: 'sponsor', petition: `sponsor/${petition}` });
      },
    });
  }

  function starting(by: Employee, number: number, second: number): (standing: Standing) => Doing {
    return (standing) => ({
      ...{ by, second, signsIn: false },
      async act() {
        const key = await startPetition(house, { by, title: `A petition without a name, ${number + 1}`, standing });
        truth.set(key, { person: by.personNumber, manner: 'started-petition', petition: '' });
      },
    });
  }

  /** Units that may be named with a signature: large enough to stay so, however many of them do. */
  async function unitsToName(): Promise<ReadonlySet<string>> {
    const named = await house.ask<{ unit: string }>(`
      select unit_path as unit from published.edition_unit
      where live >= ${20 + plan.signWithUnit} group by unit_path`);
    return new Set(named.map(({ unit }) => unit));
  }

  /** Some leave; those who had signed withdraw afterwards, with the edition that their signature names. */
  async function letGo(): Promise<void> {
    const published = await house.ask<{ nullifier: string; edition: number }>(`
      select encode(nullifier, 'hex') as nullifier, edition from published.signature where n = 0`);
    const editions = new Map(published.map(({ nullifier, edition }) => [nullifier, edition]));
    // Who leaves has nothing to do with who signed; one at least did, so that somebody withdraws.
    const signatures = [...truth].filter(([nullifier]) => editions.has(nullifier));
    const [one] = draw(signatures, 1, below);
    for (const { personNumber } of draw(early, plan.leavers - 1, below)) gone.add(personNumber);
    if (one) gone.add(one[1].person);
    const withdrawn = signatures.filter(([, { person }]) => gone.has(person));
    await house.importRoster(company.filter(({ personNumber }) => !gone.has(personNumber)));
    for (const [nullifier, { person, petition }] of withdrawn) {
      const standing = await standingOn(house, 1, editions.get(nullifier));
      await act(house, { petition, action: 'withdraw', n: 1, nullifier: BigInt(`0x${nullifier}`), standing });
      truth.set(nullifier, { person, petition, manner: 'after-leaving' });
    }
  }
}

const minuteOf = (day: string, minute: number) => new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000);

/** In so many parts of about one size; fewer where there is too little. */
function inParts<T>(all: readonly T[], parts: number): T[][] {
  const size = Math.max(1, Math.ceil(all.length / Math.max(1, parts)));
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) => all.slice(part * size, (part + 1) * size));
}

/** In random order, but what one person does on a day stays together, so that it falls into the same ten minutes. */
function shuffledPairs(doings: readonly Doing[], below: Random): Doing[] {
  const byPerson = new Map<Employee, Doing[]>();
  for (const doing of doings) byPerson.set(doing.by, [...(byPerson.get(doing.by) ?? []), doing]);
  const people = [...byPerson.values()];
  return draw(people, people.length, below).flat();
}
