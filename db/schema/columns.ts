import { customType, date } from 'drizzle-orm/pg-core';

/** Bytes. Drivers give `Buffer`; we promise only `Uint8Array`. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});

/** Generated full-text search vector; never written by the application. */
export const tsvector = customType<{ data: string }>({
  dataType: () => 'tsvector',
});

/** A calendar day in UTC as 'YYYY-MM-DD': the finest time that the anonymous wing and what comes from it may hold. */
export const day = () => date({ mode: 'string' });
