/** How programs sign for Lingxing: see auth.ts and sign.ts. */
import type { SignSources } from '../../wire/programs.js'

export const lingxingPrograms: SignSources = {
  typescript: {
    imports: ["import { createCipheriv, createHash } from 'node:crypto'"],
    sign: `// Numbers of more digits than a double holds must be sent as texts.
function sign({ appId = '', accessToken = '' }: Texts, query: Texts, body: string) {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const common: Texts = { access_token: accessToken, app_key: appId, timestamp }
  const members = Object.entries(JSON.parse(body || '{}')).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const all: Texts = { ...query, ...Object.fromEntries(members), ...common }
  const names = Object.keys(all).filter((name) => all[name] !== '')
  const text = names.sort().map((name) => \`\${name}=\${all[name]}\`).join('&')
  const digest = createHash('md5').update(text).digest('hex').toUpperCase()
  const cipher = createCipheriv('aes-128-ecb', appId, null)
  const sign = Buffer.concat([cipher.update(digest, 'latin1'), cipher.final()]).toString('base64')
  return { headers: {} as Texts, query: { ...common, sign } as Texts }
}`,
  },
  python: {
    imports: ['import base64', 'import hashlib', 'import json', 'import subprocess', 'import time'],
    sign: `def encrypted(text, key):
    """AES-128-ECB by the command openssl: Python itself has no AES."""
    command = ["openssl", "enc", "-aes-128-ecb", "-K", key.encode().hex()]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def sign(credential, query, body):
    common = {
        "access_token": credential.get("accessToken", ""),
        "app_key": credential["appId"],
        "timestamp": str(int(time.time())),
    }
    members = {
        name: value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        for name, value in json.loads(body or "{}").items()
    }
    everything = {**query, **members, **common}
    text = "&".join(f"{name}={value}" for name, value in sorted(everything.items()) if value != "")
    digest = hashlib.md5(text.encode()).hexdigest().upper()
    common["sign"] = base64.b64encode(encrypted(digest, credential["appId"])).decode()
    return {}, common`,
  },
  php: {
    imports: [],
    sign: `function sign(array $credential, array $query, string $body): array {
    $common = [
        'access_token' => $credential['accessToken'] ?? '',
        'app_key' => $credential['appId'],
        'timestamp' => (string) time(),
    ];
    $flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION;
    $members = [];
    foreach (json_decode($body === '' ? '{}' : $body) as $name => $value) {
        $members[$name] = is_string($value) ? $value : json_encode($value, $flags);
    }
    $all = array_filter(array_merge($query, $members, $common), fn($value) => $value !== '');
    ksort($all, SORT_STRING);
    $text = implode('&', array_map(fn($name, $value) => "$name=$value", array_keys($all), $all));
    $digest = strtoupper(md5($text));
    $common['sign'] = openssl_encrypt($digest, 'aes-128-ecb', $credential['appId']);
    return [[], $common];
}`,
  },
  java: {
    imports: [
      'import java.security.MessageDigest;',
      'import java.util.regex.*;',
      'import javax.crypto.Cipher;',
      'import javax.crypto.spec.SecretKeySpec;',
    ],
    sign: `    /** The members of a JSON object: texts without their quotes, all else as it stands. */
    static Map<String, String> members(String body) {
        Map<String, String> members = new LinkedHashMap<>();
        Matcher token = Pattern.compile("\\"(?:[^\\"\\\\\\\\]|\\\\\\\\.)*\\"|[{}\\\\[\\\\],:]|[^\\\\s\\"{}\\\\[\\\\],:]+").matcher(body);
        int depth = 0, start = -1;
        String name = null;
        while (token.find()) {
            String word = token.group();
            if (depth == 1 && (word.equals(",") || word.equals("}"))) {
                if (name != null) members.put(name, plain(body.substring(start, token.start()).trim()));
                name = null;
            } else if (depth == 1 && word.equals(":")) {
                start = token.end();
            } else if (depth == 1 && name == null) {
                name = plain(word);
            }
            if (word.equals("{") || word.equals("[")) depth++;
            if (word.equals("}") || word.equals("]")) depth--;
        }
        return members;
    }

    static String plain(String slice) {
        if (!slice.startsWith("\\"")) return slice;
        Matcher escape = Pattern.compile("\\\\\\\\(u[0-9a-fA-F]{4}|.)").matcher(slice.substring(1, slice.length() - 1));
        return escape.replaceAll(found -> {
            String one = found.group(1);
            String text = one.length() == 5 ? String.valueOf((char) Integer.parseInt(one.substring(1), 16))
                : switch (one) { case "n" -> "\\n"; case "t" -> "\\t"; case "r" -> "\\r"; case "b" -> "\\b"; case "f" -> "\\f"; default -> one; };
            return Matcher.quoteReplacement(text);
        });
    }

    static void sign(Map<String, String> credential, Map<String, String> query, String body,
            Map<String, String> headers) throws Exception {
        Map<String, String> common = new LinkedHashMap<>();
        common.put("access_token", credential.getOrDefault("accessToken", ""));
        common.put("app_key", credential.get("appId"));
        common.put("timestamp", String.valueOf(System.currentTimeMillis() / 1000));
        Map<String, String> all = new TreeMap<>(query);
        all.putAll(members(body));
        all.putAll(common);
        StringJoiner text = new StringJoiner("&");
        all.forEach((name, value) -> { if (!value.isEmpty()) text.add(name + "=" + value); });
        byte[] digest = MessageDigest.getInstance("MD5").digest(text.toString().getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        byte[] key = credential.get("appId").getBytes(StandardCharsets.UTF_8);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] sealed = cipher.doFinal(HexFormat.of().withUpperCase().formatHex(digest).getBytes(StandardCharsets.UTF_8));
        common.put("sign", Base64.getEncoder().encodeToString(sealed));
        query.putAll(common);
    }`,
  },
}
