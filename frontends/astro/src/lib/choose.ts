/** Returns the component of a type from a record with one for each. The record's type says that none is missing. */
export function choose<Type extends string>(
  components: { readonly [Each in Type]: unknown },
  type: Type,
): (props: Record<string, unknown>) => unknown {
  return components[type] as (props: Record<string, unknown>) => unknown;
}
