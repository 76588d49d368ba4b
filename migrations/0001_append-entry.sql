-- The only way into the ledger. Entries are bytes; their index is dense from 0; nobody may update or delete one.
-- The advisory lock is held until the transaction ends: an entry and the act it records commit together, in index order.
CREATE FUNCTION "published"."append_entry"("entry" bytea) RETURNS bigint
  LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  place bigint;
BEGIN
  IF octet_length(entry) = 0 OR octet_length(entry) > 65535 THEN
    RAISE EXCEPTION 'a ledger entry has 1 to 65535 bytes' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(7020191, 1);
  SELECT coalesce(max(e.index) + 1, 0) INTO place FROM published.ledger_entry e;
  INSERT INTO published.ledger_entry (index, bytes, leaf_hash)
    VALUES (place, entry, sha256('\x00'::bytea || entry));
  RETURN place;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "published"."append_entry"(bytea) FROM PUBLIC;
