/** Somebody who works for the demo company. */
export interface DemoPerson {
  readonly personNumber: string;
  readonly name: string;
  readonly email: string;
  readonly unitPath: string;
}

const company = 'Tidewater Instruments';
const mailDomain = 'tidewater.example';
const firstNumber = 4001;

/** Name and unit, in the order of their person numbers: first those who hold a role. */
const staff = [
  ['Erin Employee', 'Engineering / Storage'],
  ['Oona Organizer', 'Engineering / Sensors'],
  ['Liv Leadership', 'Operations / Support'],
  ['Moe Moderator', 'People'],
  ['Ada Administrator', 'Operations / Support'],
  ['Hana Handler', 'People'],
  ['Noor Ahmadi', 'Engineering / Sensors'],
  ['Tomasz Baran', 'Engineering / Storage'],
  ['Ingrid Bakken', 'Operations / Warehouse'],
  ['Yusuf Celik', 'Operations / Support'],
  ['Chiara Conti', 'Engineering / Storage'],
  ['Daniel Dahl', 'Engineering / Storage'],
  ['Priya Deshmukh', 'Operations / Support'],
  ['Fatou Diallo', 'Engineering / Storage'],
  ['Elena Dimitrova', 'Operations / Warehouse'],
  ['Ronan Doyle', 'Operations / Support'],
  ['Amara Eze', 'Finance'],
  ['Lucia Ferrari', 'Operations / Warehouse'],
  ['Jonas Fischer', 'Engineering / Sensors'],
  ['Camille Fournier', 'Engineering / Storage'],
  ['Mateo Garcia', 'Engineering / Storage'],
  ['Aiko Hayashi', 'Operations / Warehouse'],
  ['Hannah Hughes', 'Operations / Warehouse'],
  ['Pavel Ivanov', 'Finance'],
  ['Sofia Jansen', 'Engineering / Sensors'],
  ['Emeka Kalu', 'Operations / Support'],
  ['Leila Karimi', 'Operations / Support'],
  ['Minjun Kim', 'People'],
  ['Anna Kowalska', 'Engineering / Storage'],
  ['Nikolai Kuznetsov', 'Engineering / Sensors'],
  ['Sven Larsson', 'Finance'],
  ['Mei Lin', 'Operations / Warehouse'],
  ['Carlos Lopez', 'Engineering / Sensors'],
  ['Zanele Mabaso', 'Engineering / Storage'],
  ['Rosa Martins', 'Operations / Warehouse'],
  ['Ewan McKay', 'Operations / Support'],
  ['Thandiwe Moyo', 'Engineering / Sensors'],
  ['Kenji Nakamura', 'Finance'],
  ['Linh Nguyen', 'People'],
  ['Siobhan O’Neill', 'People'],
  ['Kwame Osei', 'Engineering / Sensors'],
  ['Farah Pahlavi', 'People'],
  ['Ruth Peretz', 'Finance'],
  ['Beatriz Pinto', 'People'],
  ['Oksana Petrenko', 'Engineering / Sensors'],
  ['Arjun Rao', 'Operations / Warehouse'],
  ['Ines Romero', 'Finance'],
  ['Jakub Sedlak', 'Engineering / Sensors'],
  ['Amina Suleiman', 'Engineering / Storage'],
  ['Elif Sahin', 'Engineering / Storage'],
  ['Tuomas Salonen', 'Finance'],
  ['Hugo Silva', 'Engineering / Sensors'],
  ['Kirsten Thomsen', 'Operations / Support'],
  ['Bao Tran', 'Operations / Support'],
  ['Sara Ulrich', 'Engineering / Storage'],
  ['Victor Vasquez', 'Operations / Warehouse'],
  ['Maja Vukovic', 'Finance'],
  ['Grace Wanjiru', 'Engineering / Sensors'],
  ['Owen Williams', 'Engineering / Storage'],
  ['Xin Yang', 'Operations / Warehouse'],
] as const;

/** The path of a unit. @param unit without the company's own name */
export function demoUnit(unit: string): string {
  return `${company} / ${unit}`;
}

/** The whole roster of the demo company: invented people, none of whom can receive mail outside this machine. */
export const demoPeople: readonly DemoPerson[] = staff.map(([name, unit], index) => ({
  personNumber: String(firstNumber + index),
  name,
  email: `${name.toLowerCase().replaceAll('’', '').replaceAll(' ', '.')}@${mailDomain}`,
  unitPath: demoUnit(unit),
}));

const roles = ['employee', 'organizer', 'leadership', 'moderator', 'administrator', 'handler'] as const;
export type DemoRole = (typeof roles)[number];

/** For each role the person who holds it in the demo; everybody is an employee. None of them has a key yet. */
export const demoRoles: readonly { readonly role: DemoRole; readonly person: DemoPerson }[] = roles.map(
  (role, index) => ({ role, person: demoPerson(index) }),
);

/** Everybody without a role, by number: the colleagues whose keys and signatures the demo begins with. */
export const demoColleagues: readonly DemoPerson[] = demoPeople.slice(roles.length);

/** Who holds a role. */
export function holderOf(role: DemoRole): DemoPerson {
  return demoPerson(roles.indexOf(role));
}

/** Who writes an answer for leadership: in leadership too, and a colleague like any other. */
export const demoDelegate: DemoPerson = personCalled('Ronan Doyle');

/** Who decides on an appeal against what the moderator decided: a moderator too, and a colleague like any other. */
export const demoOtherModerator: DemoPerson = personCalled('Farah Pahlavi');

/** Who handles concerns: who stands for the role, and two colleagues. */
export const demoHandlers: readonly DemoPerson[] = [
  holderOf('handler'),
  ...demoPeople.filter(({ name }) => name === 'Minjun Kim' || name === 'Linh Nguyen'),
];

function personCalled(name: string): DemoPerson {
  const person = demoPeople.find((each) => each.name === name);
  if (!person) throw new RangeError(`${name} is not on the demo's roster`);
  return person;
}

function demoPerson(index: number): DemoPerson {
  const person = demoPeople[index];
  if (!person) throw new RangeError('the first people of the demo roster hold its roles');
  return person;
}

/** The roster as the company's HR system would export it. */
export function demoRosterFile(): string {
  const lines = demoPeople.map(({ personNumber, name, email, unitPath }) =>
    [personNumber, name, email, unitPath, 'active'].join(','),
  );
  return ['Employee number,Name,Work e-mail,Unit path,Status', ...lines, ''].join('\n');
}
