/** How programs sign for PandaPon: see auth.ts. */
import type { SignSources } from '../../wire/programs.js'

export const pandaponPrograms: SignSources = {
  typescript: {
    imports: ["import { createHash } from 'node:crypto'"],
    sign: `function sign({ accessKey, accessSecret, userId }: Texts, _query: Texts, _body: string) {
  const [timestamp, nonce] = [String(Date.now()), Math.random().toString(36).slice(2)]
  const signature = createHash('md5').update(accessKey + timestamp + nonce + accessSecret).digest('hex')
  const headers: Texts = {
    'access-key': accessKey ?? '',
    timestamp,
    'nonce-str': nonce,
    'user-id': userId ?? '',
    signature: signature.toUpperCase(),
  }
  return { headers, query: {} as Texts }
}`,
  },
  python: {
    imports: ['import hashlib', 'import secrets', 'import time'],
    sign: `def sign(credential, query, body):
    timestamp, nonce = str(int(time.time() * 1000)), secrets.token_hex(8)
    text = credential["accessKey"] + timestamp + nonce + credential["accessSecret"]
    return {
        "access-key": credential["accessKey"],
        "timestamp": timestamp,
        "nonce-str": nonce,
        "user-id": credential["userId"],
        "signature": hashlib.md5(text.encode()).hexdigest().upper(),
    }, {}`,
  },
  php: {
    imports: [],
    sign: `function sign(array $credential, array $query, string $body): array {
    $timestamp = (string) (int) (microtime(true) * 1000);
    $nonce = bin2hex(random_bytes(8));
    $text = $credential['accessKey'] . $timestamp . $nonce . $credential['accessSecret'];
    return [[
        'access-key' => $credential['accessKey'],
        'timestamp' => $timestamp,
        'nonce-str' => $nonce,
        'user-id' => $credential['userId'],
        'signature' => strtoupper(md5($text)),
    ], []];
}`,
  },
  java: {
    imports: ['import java.security.MessageDigest;'],
    sign: `    static void sign(Map<String, String> credential, Map<String, String> query, String body,
            Map<String, String> headers) throws Exception {
        String timestamp = String.valueOf(System.currentTimeMillis());
        String nonce = UUID.randomUUID().toString().replace("-", "");
        String text = credential.get("accessKey") + timestamp + nonce + credential.get("accessSecret");
        byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        headers.put("access-key", credential.get("accessKey"));
        headers.put("timestamp", timestamp);
        headers.put("nonce-str", nonce);
        headers.put("user-id", credential.get("userId"));
        headers.put("signature", HexFormat.of().withUpperCase().formatHex(digest));
    }`,
  },
}
