// Feedback from a page of your frontend. `field` says at which field of the form to show the message.
const endpoint = process.argv[2] ?? "https://hub.example.org/graphql/";
const query = `mutation Say($input: FeedbackInput!) {
  submitFeedback(input: $input) { number message userErrors { field code message } }
}`;

async function say(input) {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(errors[0].message);
  return data.submitFeedback;
}

const sent = await say({ page: "/work-streams/neglect/", useful: "PARTLY", message: "When will action 3 begin?" });
const refused = await say({ message: "Please answer me.", email: "nobody" });
console.log(JSON.stringify({ sent, refused }));
