-- Why a row was refused, as a code (`verification.REFUSALS`); NULL: accepted, or refused before there were codes.
ALTER TABLE verifikasi ADD COLUMN sebab VARCHAR;
