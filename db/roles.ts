import type { LoginRole } from './database';

export type TablePrivilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE';
export type ColumnPrivilege = 'INSERT' | 'UPDATE';

/** What one role may do with one table: on the whole of it, and on single columns. */
export interface TableGrant {
  readonly table: readonly TablePrivilege[];
  readonly columns?: Readonly<Partial<Record<ColumnPrivilege, readonly string[]>>>;
}

export interface RoleGrants {
  readonly schemas: readonly string[];
  readonly tables: Readonly<Record<string, TableGrant>>;
  readonly functions: readonly string[];
}

const read: TableGrant = { table: ['SELECT'] };
const all: TableGrant = { table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] };
const append: TableGrant = { table: ['SELECT', 'INSERT'] };
const appendAndChange = (...columns: string[]): TableGrant => ({
  table: ['SELECT', 'INSERT'],
  columns: { UPDATE: columns },
});

const appendEntry = 'published.append_entry(bytea)';

const readPublished = Object.fromEntries(
  [
    'setting',
    'petition',
    'moderation_act',
    'petition_update',
    'response',
    'response_item',
    'publication',
    'register',
    'register_node',
    'register_file',
    'edition',
    'edition_unit',
    'signature',
    'tally',
    'deletion',
    'figure',
    'threshold_reached',
    'ledger_entry',
    'checkpoint',
  ].map((table) => [`published.${table}`, read]),
);

/**
 * The grant matrix: everything that any role may do, and nothing else. Migrations apply it, and every start
 * compares it with the real grants and refuses to run on any difference (threat model, rule 4).
 */
export const grantMatrix: Readonly<Record<LoginRole, RoleGrants>> = {
  identified: {
    schemas: ['identified', 'published'],
    functions: [appendEntry],
    tables: {
      ...readPublished,
      'identified.person': all,
      'identified.account': all,
      'identified.session': all,
      'identified.sign_in_attempt': all,
      'identified.role_grant': all,
      'identified.roster_upload': all,
      'identified.roster_upload_row': all,
      'identified.mail_outbox': all,
      'identified.access_log': { table: ['SELECT', 'INSERT', 'DELETE'] },
      'identified.draft': all,
      'identified.petition_organizer': all,
      'identified.response_author': all,
      'identified.enrolment': all,
      'identified.register_place': all,
      'identified.enrolment_nonce': all,
      'identified.enrolment_ticket': all,
      'published.setting': appendAndChange('value', 'since_day'),
      'published.petition': appendAndChange(
        'state',
        'title',
        'demands',
        'background',
        'text_digest',
        'submitted_day',
        'closes_day',
        'critical_mass',
        'opened_day',
        'register_id',
        'threshold',
        'response_days',
        'closed_day',
      ),
      'published.moderation_act': append,
      'published.petition_update': append,
      'published.response': append,
      'published.response_item': append,
      'published.publication': appendAndChange('editions_done'),
      'published.register': appendAndChange('next_leaf', 'retired'),
      'published.register_node': appendAndChange('hash'),
      'published.register_file': append,
      'published.edition': append,
      'published.edition_unit': append,
    },
  },
  published: {
    schemas: ['published'],
    functions: [appendEntry],
    tables: {
      ...readPublished,
      'published.publication': { table: ['SELECT'], columns: { UPDATE: ['checkpoint_done'] } },
      'published.figure': appendAndChange('signers'),
      'published.threshold_reached': append,
      'published.checkpoint': append,
    },
  },
  anonymous: {
    schemas: ['anonymous', 'published'],
    functions: [appendEntry],
    tables: {
      'published.setting': read,
      'published.petition': read,
      'published.publication': { table: ['SELECT'], columns: { UPDATE: ['signatures_done'] } },
      'published.register': read,
      'published.edition': read,
      'published.edition_unit': read,
      'published.signature': append,
      'published.tally': appendAndChange('signers', 'publication'),
      'published.deletion': append,
      'anonymous.waiting_action': { table: ['SELECT', 'INSERT', 'DELETE', 'TRUNCATE'] },
    },
  },
  jobs: { schemas: [], tables: {}, functions: [] },
};
