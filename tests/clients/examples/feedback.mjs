// Feedback from a page of your frontend. `error.field` says which field to show the message at.
const endpoint = process.argv[2] ?? "https://hub.example.org/graphql/";
const query = "mutation Say($input: FeedbackInput!) { submitFeedback(input: $input) { number } }";

async function say(input) {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = await answer.json();
  if (!errors) return { number: data.submitFeedback.number };
  const [{ message, extensions }] = errors;
  return { error: { message, code: extensions.code, field: extensions.field } };
}

const sent = await say({ page: "/work-streams/neglect/", useful: "PARTLY", message: "When will action 3 begin?" });
const refused = await say({ message: "Please answer me.", email: "nobody" });
console.log(JSON.stringify({ sent, refused }));
