-- Run after every migration, and safe to run again: the roles, the clock, row-level security and what each role may touch.
-- Tables come from the schema; who may see which row of them is decided here and nowhere else.

do $$
begin
  if not exists (select from pg_roles where rolname = 'drempel_app') then create role drempel_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'drempel_engine') then create role drempel_engine nologin; end if;
exception when duplicate_object or unique_violation then null; -- two databases of one server migrated at once
end $$;

-- One clock for every decision. Production has no way to move it; development replaces this function (src/dev/clock.ts).
do $$
begin
  if to_regclass('drempel.clock') is null then
    create or replace function drempel.now() returns timestamptz language sql stable parallel safe
      as 'select date_trunc(''milliseconds'', now())';
  end if;
end $$;

create or replace function drempel.portal() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('drempel.portal_id', true), '')::uuid $$;

-- The upsert every change from outside ends with. It clears the lease, so that a delivery under way does not hide the change.
create or replace function drempel.wake(p_portal uuid, p_journey uuid, p_seq integer) returns void language sql as $$
  insert into drempel.wakeups (portal_id, journey_id, seq) values (p_portal, p_journey, p_seq)
  on conflict (portal_id, journey_id)
    do update set seq = greatest(drempel.wakeups.seq, excluded.seq), claimed_until = null, attempts = 0;
  select pg_notify('drempel_wakeups', '');
$$;

revoke all on schema drempel from public;
grant usage on schema drempel to drempel_app, drempel_engine;
revoke all on all tables in schema drempel from drempel_app, drempel_engine;

-- Every table with a portal_id is closed: the application sees the portal it has entered, and none before it entered one.
-- What is closed already is left alone, so that a migration amid live traffic takes no lock that it does not need.
do $$
declare t record;
begin
  for t in
    select c.oid::regclass as name, c.relname, c.relrowsecurity and c.relforcerowsecurity as closed from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id'
    where c.relnamespace = 'drempel'::regnamespace and c.relkind = 'r'
  loop
    if not t.closed then
      execute format('alter table %s enable row level security, force row level security', t.name);
    end if;
    if not exists (select from pg_policies where schemaname = 'drempel' and tablename = t.relname and policyname = 'portal') then
      execute format('create policy portal on %s to drempel_app using (portal_id = drempel.portal()) with check (portal_id = drempel.portal())', t.name);
    end if;
    execute format('grant select, insert, update on %s to drempel_app', t.name);
  end loop;
end $$;

-- Portals themselves are no secret of one another: the host decides, before a portal is known.
grant select on drempel.portals to drempel_app, drempel_engine;

-- Append-only: what was done stays said.
revoke update on drempel.audit, drempel.audit_details, drempel.timeline, drempel.timeline_notes, drempel.portal_policies
  from drempel_app;
-- A version of a document is what it was; that its owner opened it is all that is ever added.
revoke update on drempel.file_chunks, drempel.document_versions from drempel_app;
grant update (opened_at) on drempel.document_versions to drempel_app;
-- What payroll said stays said: a newer version replaces it, nothing changes it.
revoke update on drempel.payments, drempel.reservations, drempel.phases from drempel_app;
grant update (replaced_at) on drempel.payments, drempel.reservations, drempel.phases to drempel_app;
-- Erasable, and queues that are emptied.
grant delete on drempel.audit_details, drempel.timeline_notes, drempel.wakeups, drempel.idempotency, drempel.throttles,
  drempel.secrets, drempel.sessions, drempel.mailbox, drempel.sign_in_flows, drempel.factors, drempel.backup_code_sets,
  drempel.backup_codes, drempel.devices, drempel.contact_changes, drempel.security_questions, drempel.inquiries,
  drempel.spent_challenges, drempel.leaver_cuts, drempel.files, drempel.file_chunks, drempel.document_tickets, drempel.documents,
  drempel.document_versions, drempel.document_batch_items, drempel.leaving_batch_items, drempel.payments,
  drempel.reservations, drempel.phases to drempel_app;

-- Operators' requests and recurring work belong to no portal and hold ids, codes and instants only.
grant select, insert, update on drempel.reconciliations, drempel.recurring_work to drempel_engine;
grant delete on drempel.reconciliations to drempel_engine;
grant insert on drempel.reconciliations to drempel_app;

-- The engine: ids, states, instants. Never a name, an address, a number, a text or a secret.
grant select on drempel.journeys, drempel.portal_policies to drempel_engine;
grant update (seq, generation, touched_at) on drempel.journeys to drempel_engine;
grant select, insert, update, delete on drempel.wakeups to drempel_engine;
grant select (portal_id, id, journey_id, plan, key, channel, template, priority, send_before, status, code, provider,
  reference, attempts, claimed_until, created_at, handed_over_at, settled_at) on drempel.messages to drempel_engine;
grant update (claimed_until, attempts) on drempel.messages to drempel_engine;
-- What strangers asked: that it waits, never what it says.
grant select (portal_id, id, correlation_id, created_at, claimed_until, attempts) on drempel.inquiries to drempel_engine;
grant update (claimed_until, attempts) on drempel.inquiries to drempel_engine;
grant select on drempel.timeline, drempel.tasks, drempel.audit to drempel_engine;
grant select (portal_id, id, name, kind) on drempel.organisations to drempel_engine;
grant insert on drempel.audit to drempel_engine;

do $$
declare t text;
begin
  foreach t in array array['journeys', 'portal_policies', 'wakeups', 'messages', 'timeline', 'tasks', 'audit', 'organisations', 'inquiries']
  loop
    continue when exists (select from pg_policies where schemaname = 'drempel' and tablename = t and policyname = 'engine');
    execute format('create policy engine on drempel.%I to drempel_engine using (true) with check (true)', t);
  end loop;
end $$;

alter default privileges in schema drempel grant execute on functions to drempel_app, drempel_engine;
grant execute on all functions in schema drempel to drempel_app, drempel_engine;

-- The movable clock of development, where there is one, is read by everybody.
do $$
begin
  if to_regclass('drempel.clock') is not null then grant select on drempel.clock to drempel_app, drempel_engine; end if;
end $$;

insert into drempel.recurring_work (name, next_due_at) values ('retention', now()) on conflict do nothing;
