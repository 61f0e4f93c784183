-- A replay in the feed's words: told_to was moved back to replay_from, and what comes up to replay_to has been told
-- before; null: nothing is told again. How many replays, and how many times of giving up, have begun: either goes on in
-- steps only as long as the other has not begun behind it.
alter table webhook_endpoints
  add column replay_from bigint,
  add column replay_to bigint,
  add column replays_begun integer not null default 0,
  add column give_ups_begun integer not null default 0;
