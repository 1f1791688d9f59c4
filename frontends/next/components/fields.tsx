// Parts of forms: a field with its error, a summary of all errors, and a field that only robots fill in.

type Errors = Readonly<Record<string, string>>;

interface FieldProps {
  prefix: string;
  name: string;
  label: string;
  errors: Errors;
  /** What was in the fields when the form was last sent. */
  values: Readonly<Record<string, string>>;
  type?: "text" | "email";
  autoComplete?: string;
  isLong?: boolean;
}

/** A field with its label and, if the hub refused its value, the reason. */
export function Field({
  prefix,
  name,
  label,
  errors,
  values,
  type = "text",
  autoComplete,
  isLong = false,
}: FieldProps) {
  const id = `${prefix}-${name}`;
  const error = errors[name];
  const common = {
    id,
    name,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error ? `${id}-error` : undefined,
    defaultValue: values[name],
  };
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {error ? (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
      {isLong ? (
        <textarea {...common} rows={5} maxLength={10_000} />
      ) : (
        <input {...common} type={type} autoComplete={autoComplete} />
      )}
    </div>
  );
}

/** All errors of a form above it, each leading to its field. */
export function Problems({ errors, prefix }: { errors: Errors; prefix: string }) {
  const all = Object.entries(errors);
  if (all.length === 0) return null;
  return (
    <div className="notice warning" role="alert">
      <p className="error">There is a problem</p>
      <ul>
        {all.map(([name, message]) => (
          <li key={name}>{name ? <a href={`#${prefix}-${name}`}>{message}</a> : message}</li>
        ))}
      </ul>
    </div>
  );
}

// The name is that of `TRAP`: what a robot writes here isn't sent to the hub.
export function Trap({ prefix }: { prefix: string }) {
  return (
    <div hidden>
      <label htmlFor={`${prefix}-website`}>Leave this empty</label>
      <input id={`${prefix}-website`} name="website" tabIndex={-1} autoComplete="off" />
    </div>
  );
}
