/**
 * Programs that send one request, in four languages. How it is signed is its scheme's: a function named `sign` that
 * gives the headers and the parameters of the query to add, from the credential, the query and the body.
 */
import type { Language, Programs } from './playground.js'

export interface ProgramRequest {
  readonly method: string
  /** With its query, without what signs it. */
  readonly url: string
  readonly body: string | null
  readonly contentType: string
  readonly credential: Readonly<Record<string, string>>
}

/** What a language needs for signing: its function, and what that imports. */
export interface SignSource {
  readonly imports: readonly string[]
  readonly sign: string
}

export type SignSources = Readonly<Record<Language, SignSource>>

const NOTHING: SignSources = {
  typescript: {
    imports: [],
    sign: `function sign(_credential: Texts, _query: Texts, _body: string) {
  return { headers: {} as Texts, query: {} as Texts }
}`,
  },
  python: { imports: [], sign: 'def sign(credential, query, body):\n    return {}, {}' },
  php: {
    imports: [],
    sign: 'function sign(array $credential, array $query, string $body): array {\n    return [[], []];\n}',
  },
  java: {
    imports: [],
    sign: `    static void sign(Map<String, String> credential, Map<String, String> query, String body,
            Map<String, String> headers) {
    }`,
  },
}

/** \`sources\` null: it is sent as it stands. */
export function programsOf(request: ProgramRequest, sources: SignSources | null): Programs {
  const { typescript, python, php, java } = sources ?? NOTHING
  return {
    typescript: typescriptOf(request, typescript),
    python: pythonOf(request, python),
    php: phpOf(request, php),
    java: javaOf(request, java),
  }
}

const lines = (...parts: readonly string[]) => `${parts.join('\n')}\n`
const json = (value: unknown) => JSON.stringify(value)

function typescriptOf({ method, url, body, contentType, credential }: ProgramRequest, source: SignSource) {
  return lines(
    '// Runs with Node.js 22.18 or newer: node order.ts',
    ...source.imports,
    '',
    'type Texts = Record<string, string>',
    '',
    source.sign,
    '',
    `const credential = ${json(credential)}`,
    `const url = new URL(${json(url)})`,
    `const body: string | undefined = ${body === null ? 'undefined' : json(body)}`,
    "const signed = sign(credential, Object.fromEntries(url.searchParams), body ?? '')",
    'for (const [name, value] of Object.entries(signed.query)) url.searchParams.set(name, value)',
    'const response = await fetch(url, {',
    `  method: ${json(method)},`,
    `  headers: { 'Content-Type': ${json(contentType)}, ...signed.headers },`,
    '  body,',
    '})',
    'console.log(response.status, await response.text())',
  )
}

function pythonOf({ method, url, body, contentType, credential }: ProgramRequest, source: SignSource) {
  return lines(
    '# Runs with Python 3.9 or newer',
    'import urllib.error',
    'import urllib.parse',
    'import urllib.request',
    ...source.imports,
    '',
    '',
    source.sign,
    '',
    '',
    `credential = ${json(credential)}`,
    `url = urllib.parse.urlsplit(${json(url)})`,
    `body = ${body === null ? 'None' : json(body)}`,
    'query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))',
    "headers, added = sign(credential, query, body or '')",
    'query.update(added)',
    'request = urllib.request.Request(',
    '    urllib.parse.urlunsplit(url._replace(query=urllib.parse.urlencode(query))),',
    '    data=None if body is None else body.encode(),',
    `    headers={"Content-Type": ${json(contentType)}, **headers},`,
    `    method=${json(method)},`,
    ')',
    'try:',
    '    with urllib.request.urlopen(request) as response:',
    '        print(response.status, response.read().decode())',
    'except urllib.error.HTTPError as refused:',
    '    print(refused.code, refused.read().decode())',
  )
}

/** A text between single quotes stands for itself. */
const php = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`

function phpOf({ method, url, body, contentType, credential }: ProgramRequest, source: SignSource) {
  const members = Object.entries(credential).map(([name, value]) => `${php(name)} => ${php(value)}`)
  return lines(
    '<?php',
    '// Runs with PHP 8 or newer, with its extensions openssl and json',
    ...source.imports,
    source.sign,
    '',
    `$credential = [${members.join(', ')}];`,
    `$url = ${php(url)};`,
    `$body = ${body === null ? 'null' : php(body)};`,
    '$query = [];',
    "foreach (array_filter(explode('&', parse_url($url, PHP_URL_QUERY) ?? '')) as $pair) {",
    "    [$name, $value] = explode('=', $pair, 2) + [1 => ''];",
    '    $query[urldecode($name)] = urldecode($value);',
    '}',
    "[$headers, $added] = sign($credential, $query, $body ?? '');",
    '$query = array_merge($query, $added);',
    `$headers['Content-Type'] = ${php(contentType)};`,
    '$context = stream_context_create(["http" => [',
    `    "method" => ${php(method)},`,
    '    "header" => array_map(fn($name, $value) => "$name: $value", array_keys($headers), $headers),',
    '    "content" => $body ?? "",',
    '    "ignore_errors" => true,',
    ']]);',
    "$address = strtok($url, '?') . ($query === [] ? '' : '?' . http_build_query($query));",
    'echo file_get_contents($address, false, $context), PHP_EOL;',
  )
}

/** Java reads \\uXXXX before all else, also in comments: no text of a request has a raw one. */
const java = (text: string) =>
  json(text).replace(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

function javaOf({ method, url, body, contentType, credential }: ProgramRequest, source: SignSource) {
  const puts = Object.entries(credential).map(
    ([name, value]) => `        credential.put(${java(name)}, ${java(value)});`,
  )
  return lines(
    '// Runs with Java 17 or newer: java Order.java',
    'import java.net.URI;',
    'import java.net.URLDecoder;',
    'import java.net.URLEncoder;',
    'import java.net.http.HttpClient;',
    'import java.net.http.HttpRequest;',
    'import java.net.http.HttpResponse;',
    'import java.nio.charset.StandardCharsets;',
    'import java.util.*;',
    ...source.imports,
    '',
    'public class Order {',
    source.sign,
    '',
    '    public static void main(String[] arguments) throws Exception {',
    '        Map<String, String> credential = new LinkedHashMap<>();',
    ...puts,
    `        String[] address = ${java(url)}.split("\\\\?", 2);`,
    `        String body = ${body === null ? '""' : java(body)};`,
    '        Map<String, String> query = new LinkedHashMap<>();',
    '        if (address.length > 1) for (String pair : address[1].split("&")) {',
    '            String[] member = pair.split("=", 2);',
    '            query.put(URLDecoder.decode(member[0], StandardCharsets.UTF_8),',
    '                member.length > 1 ? URLDecoder.decode(member[1], StandardCharsets.UTF_8) : "");',
    '        }',
    '        Map<String, String> headers = new LinkedHashMap<>();',
    '        sign(credential, query, body, headers);',
    '        StringJoiner joined = new StringJoiner("&");',
    '        query.forEach((name, value) -> joined.add(URLEncoder.encode(name, StandardCharsets.UTF_8)',
    '            + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));',
    '        String url = address[0] + (query.isEmpty() ? "" : "?" + joined);',
    '        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))',
    `            .header("Content-Type", ${java(contentType)})`,
    `            .method(${java(method)}, HttpRequest.BodyPublishers.ofString(body));`,
    '        headers.forEach(request::header);',
    '        HttpResponse<String> response =',
    '            HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());',
    '        System.out.println(response.statusCode() + " " + response.body());',
    '    }',
    '}',
  )
}
