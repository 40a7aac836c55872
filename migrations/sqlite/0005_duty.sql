-- Whether somebody on a shift is called first or next; whoever is on the roster already is called first.
alter table shifts add column duty text not null default 'on_duty';
