-- Items are found by what their SKU begins with, for which the primary key serves, or by words of their name.

-- The words of a name, whatever their case; scripts that are written without spaces are taken sign by sign.
-- Its cost is what keeps plans from reading every name where few have a word; a plain SQL function would be inlined,
-- and its cost with it.
create function name_words(p_name text) returns tsvector language plpgsql immutable parallel safe cost 1000 as $$
begin
  return array_to_tsvector(array_remove(string_to_array(
    regexp_replace(
      regexp_replace(left(lower(normalize(p_name)), 500), '([\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff])', ' \1 ', 'g'),
      '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u3003\u3008-\u3011\uff00-\uff0f]+',
      ' ', 'g'),
    ' '), ''));
end $$;

-- All of these words, each from its beginning; null if there is none.
create function name_query(p_words text) returns tsquery language sql immutable parallel safe as $$
  select string_agg('''' || replace(word, '''', '''''') || ''':*', ' & ')::tsquery
  from unnest(tsvector_to_array(name_words(p_words))) as word
$$;

create index items_name_words on items using gin (name_words(name));
