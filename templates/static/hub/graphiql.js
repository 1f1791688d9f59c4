// Starts GraphiQL on our own endpoint, with a first query to try.
(function () {
  "use strict";

  const element = document.getElementById("graphiql");
  const firstQuery = [
    "# Press the play button: who leads which work stream, and what it promised.",
    "{",
    "  workStreams(first: 10) {",
    "    totalCount",
    "    nodes {",
    "      title",
    "      leads { nodes { profile { title } } }",
    "      commitments { totalCount nodes { kind number status } }",
    "    }",
    "  }",
    "}",
    "",
  ].join("\n");

  window.ReactDOM.createRoot(element).render(
    window.React.createElement(window.GraphiQL, {
      fetcher: window.GraphiQL.createFetcher({ url: element.dataset.endpoint }),
      defaultQuery: firstQuery,
      isHeadersEditorEnabled: false,
    }),
  );
})();
