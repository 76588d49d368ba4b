-- ANALYZE copies values of a column, and how often they stand, into a catalog, where they outlive the rows:
-- nothing of what waits may stand anywhere but in its own table.
ALTER TABLE "anonymous"."waiting_action"
  ALTER COLUMN "petition_id" SET STATISTICS 0,
  ALTER COLUMN "nullifier" SET STATISTICS 0,
  ALTER COLUMN "n" SET STATISTICS 0,
  ALTER COLUMN "action" SET STATISTICS 0,
  ALTER COLUMN "register_id" SET STATISTICS 0,
  ALTER COLUMN "edition" SET STATISTICS 0,
  ALTER COLUMN "proof" SET STATISTICS 0;
