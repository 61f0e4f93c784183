/** How programs show a token in the header Authorization. */
import type { SignSources } from './programs.js'

export const bearerPrograms: SignSources = {
  typescript: {
    imports: [],
    sign: `function sign(credential: Texts, _query: Texts, _body: string) {
  return { headers: { Authorization: \`Bearer \${Object.values(credential)[0]}\` } as Texts, query: {} as Texts }
}`,
  },
  python: {
    imports: [],
    sign: `def sign(credential, query, body):
    token = next(iter(credential.values()))
    return {"Authorization": f"Bearer {token}"}, {}`,
  },
  php: {
    imports: [],
    sign: `function sign(array $credential, array $query, string $body): array {
    return [['Authorization' => 'Bearer ' . reset($credential)], []];
}`,
  },
  java: {
    imports: [],
    sign: `    static void sign(Map<String, String> credential, Map<String, String> query, String body,
            Map<String, String> headers) {
        headers.put("Authorization", "Bearer " + credential.values().iterator().next());
    }`,
  },
}
