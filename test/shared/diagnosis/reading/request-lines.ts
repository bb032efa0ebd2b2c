/** A request with what was answered, as a line of a log tells of it. */
export interface Told {
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly path: string;
  readonly status: number;
}

export const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

type Format = (told: Told) => string;

/** Log lines of servers about requests that they answered, by what writes them. Those named “no path” do not say which. */
export const SERVED: Readonly<Record<string, Format>> = {
  'Apache common': ({ method, path, status }) =>
    `192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "${method} ${path} HTTP/1.1" ${status} 532`,
  'Apache vhost_combined': ({ method, host, path, status }) =>
    `${host}:443 192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "${method} ${path} HTTP/1.1" ${status} 926 "https://${host}/" "Mozilla/5.0"`,
  nginx: ({ method, path, status }) =>
    `192.0.2.7 - ada [26/Nov/2026:20:01:02 +0000] "${method} ${path} HTTP/2.0" ${status} 169 "-" "Mozilla/5.0" "-"`,
  Caddy: ({ method, host, path, status }) =>
    `{"level":"error","ts":1764187262.1,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"192.0.2.7","remote_port":"51234","proto":"HTTP/2.0","method":"${method}","host":"${host}","uri":"${path}","headers":{"User-Agent":["Mozilla/5.0"],"Accept":["*/*"]}},"bytes_read":0,"user_id":"","duration":0.031,"size":21,"status":${status},"resp_headers":{"Server":["Caddy"]}}`,
  'Traefik JSON': ({ method, host, path, status }) =>
    `{"ClientAddr":"192.0.2.7:51234","ClientHost":"192.0.2.7","DownstreamContentSize":21,"DownstreamStatus":${status},"Duration":31000000,"OriginStatus":${status},"RequestAddr":"${host}","RequestHost":"${host}","RequestMethod":"${method}","RequestPath":"${path}","RequestProtocol":"HTTP/2.0","RouterName":"r@docker","ServiceName":"s@docker","entryPointName":"websecure","level":"info","msg":"","time":"2026-11-26T20:01:02Z"}`,
  'Traefik CLF': ({ method, path, status }) =>
    `192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "${method} ${path} HTTP/2.0" ${status} 21 "-" "-" 12 "r@docker" "http://172.18.0.5:8080" 31ms`,
  HAProxy: ({ method, path, status }) =>
    `haproxy[12]: 192.0.2.7:51234 [26/Nov/2026:20:01:02.123] https~ be/s1 10/0/30/69/109 ${status} 2750 - - ---- 1/1/1/1/0 0/0 "${method} ${path} HTTP/1.1"`,
  Envoy: ({ method, host, path, status }) =>
    `[2026-11-26T20:01:02.123Z] "${method} ${path} HTTP/2" ${status} - 0 21 31 30 "192.0.2.7" "Mozilla/5.0" "5f1c" "${host}" "172.18.0.5:8080"`,
  IIS: ({ method, path, status }) =>
    `2026-11-26 20:01:02 10.0.0.4 ${method} ${path} - 443 - 192.0.2.7 Mozilla/5.0 - ${status} 0 0 31`,
  gunicorn: ({ method, path, status }) =>
    `172.18.0.1 - - [26/Nov/2026:20:01:02 +0000] "${method} ${path} HTTP/1.1" ${status} 0 "-" "Mozilla/5.0"`,
  uvicorn: ({ method, path, status }) =>
    `INFO:     172.18.0.1:51234 - "${method} ${path} HTTP/1.1" ${status} ${REASONS[status]}`,
  hypercorn: ({ method, path, status }) =>
    `[2026-11-26 20:01:02 +0000] [7] [INFO] 172.18.0.1:51234 ${method} ${path} 2 ${status} 21 31000`,
  werkzeug: ({ method, path, status }) =>
    `INFO:werkzeug:172.18.0.1 - - [26/Nov/2026 20:01:02] "${method} ${path} HTTP/1.1" ${status} -`,
  'werkzeug, coloured': ({ method, path, status }) =>
    `172.18.0.1 - - [26/Nov/2026 20:01:02] "\u001b[35m\u001b[1m${method} ${path} HTTP/1.1\u001b[0m" ${status} -`,
  'Django’s own server': ({ method, path, status }) =>
    `[26/Nov/2026 20:01:02] "${method} ${path} HTTP/1.1" ${status} 145`,
  'Django’s requests': ({ path, status }) => `ERROR django.request ${REASONS[status]}: ${path}`,
  'Django’s requests, with a time': ({ path, status }) =>
    `2026-11-26 20:01:02,123 WARNING log ${REASONS[status]}: ${path}`,
  tornado: ({ method, path, status }) =>
    `[E 2026-11-26 20:01:02.123 App log:189] ${status} ${method} ${path} (ada@192.0.2.7) 31.52ms`,
  'tornado.access': ({ method, path, status }) =>
    `ERROR:tornado.access:${status} ${method} ${path} (192.0.2.7) 31.52ms`,
  'aiohttp.access': ({ method, path, status }) =>
    `INFO:aiohttp.access:192.0.2.7 [26/Nov/2026:20:01:02 +0000] "${method} ${path} HTTP/1.1" ${status} 190 "-" "Mozilla/5.0"`,
  Rails: ({ method, path, status }) =>
    `Started ${method} "${path}" for 192.0.2.7 at 2026-11-26 20:01:02 +0000\nProcessing by SessionsController#create as HTML\nCompleted ${status} ${REASONS[status]} in 31ms (ActiveRecord: 2.0ms | Allocations: 1234)`,
  lograge: ({ method, path, status }) =>
    `method=${method} path=${path} format=html controller=SessionsController action=create status=${status} duration=31.52 view=0.00 db=2.01`,
  morgan: ({ method, path, status }) => `${method} ${path} ${status} 31.521 ms - 21`,
  'morgan tiny': ({ method, path, status }) => `${method} ${path} ${status} 21 - 31.521 ms`,
  'morgan short': ({ method, path, status }) => `::1 - ${method} ${path} HTTP/1.1 ${status} 21 - 31.521 ms`,
  'pino-http': ({ method, host, path, status }) =>
    `{"level":50,"time":1764187262123,"pid":7,"hostname":"c","req":{"id":1,"method":"${method}","url":"${path}","headers":{"host":"${host}"},"remoteAddress":"::ffff:172.18.0.1","remotePort":51234},"res":{"statusCode":${status},"headers":{}},"err":{"type":"Error","message":"failed with status code ${status}","stack":"Error: failed with status code ${status}\\n    at onResFinished (/app/node_modules/pino-http/logger.js:115:39)"},"responseTime":31,"msg":"request errored"}`,
  Fastify: ({ method, host, path, status }) =>
    `{"level":30,"time":1764187262123,"pid":7,"hostname":"c","reqId":"req-1","req":{"method":"${method}","url":"${path}","hostname":"${host}","remoteAddress":"172.18.0.1","remotePort":51234},"msg":"incoming request"}\n{"level":30,"time":1764187262153,"pid":7,"hostname":"c","reqId":"req-1","res":{"statusCode":${status}},"responseTime":31.5,"msg":"request completed"}`,
  Next: ({ method, path, status }) => ` ${method} ${path} ${status} in 31ms`,
  'Next, with what took how long': ({ method, path, status }) =>
    ` ${method} ${path} ${status} in 31ms (compile: 2ms, render: 29ms)`,
  Hono: ({ method, path, status }) => `--> ${method} ${path} ${status} 31ms`,
  Koa: ({ method, path, status }) => `  --> ${method} ${path} ${status} 31ms 21b`,
  'Spring, the error of a page': ({ path, status }) =>
    `{"timestamp":"2026-11-26T20:01:02.123+00:00","status":${status},"error":"${REASONS[status]}","path":"${path}"}`,
  'Spring, the page (no path)': ({ status }) =>
    `Whitelabel Error Page\nThis application has no explicit mapping for /error, so you are seeing this as a fallback.\nThere was an unexpected error (type=${REASONS[status]}, status=${status}).`,
  'Spring’s dispatcher': ({ method, path, status }) =>
    `2026-11-26 20:01:02.123 DEBUG 7 --- [nio-8080-exec-1] o.s.web.servlet.DispatcherServlet : ${method} "${path}", parameters={masked}\n2026-11-26 20:01:02.153 DEBUG 7 --- [nio-8080-exec-1] o.s.web.servlet.DispatcherServlet : Completed ${status} ${REASONS[status]!.toUpperCase().replaceAll(' ', '_')}`,
  Jetty: ({ method, host, path, status }) =>
    `192.0.2.7 - - [26/Nov/2026:20:01:02 +0000] "${method} //${host}${path} HTTP/1.1" ${status} 21 "-" "Mozilla/5.0"`,
  'Jetty’s page': ({ path, status }) =>
    `HTTP ERROR ${status} ${REASONS[status]}\nURI: ${path}\nSTATUS: ${status}\nMESSAGE: ${REASONS[status]}\nSERVLET: app`,
  'Tomcat’s page': ({ status }) =>
    `HTTP Status ${status} – ${REASONS[status]}\nType Status Report\nDescription The server encountered an unexpected condition.\nApache Tomcat/10.1.30`,
  chi: ({ method, host, path, status }) =>
    `2026/11/26 20:01:02 [c/abcdef-000001] "${method} http://${host}${path} HTTP/1.1" from 172.18.0.1:51234 - ${status} 21B in 31.521ms`,
  gin: ({ method, path, status }) =>
    `[GIN] 2026/11/26 - 20:01:02 | ${status} |   31.521ms |      192.0.2.7 | ${method}      "${path}"`,
  'gin, coloured': ({ method, path, status }) =>
    `[GIN] 2026/11/26 - 20:01:02 |\u001b[97;41m ${status} \u001b[0m|   31.521ms |      192.0.2.7 |\u001b[97;44m ${method}     \u001b[0m "${path}"`,
  echo: ({ method, host, path, status }) =>
    `{"time":"2026-11-26T20:01:02.123Z","id":"","remote_ip":"192.0.2.7","host":"${host}","method":"${method}","uri":"${path}","user_agent":"Mozilla/5.0","status":${status},"error":"","latency":31521000,"latency_human":"31.521ms","bytes_in":0,"bytes_out":21}`,
  Fiber: ({ method, path, status }) =>
    `20:01:02 | ${status} |    31.521ms |    192.0.2.7 | ${method} | ${path} | -`,
  Gitea: ({ method, path, status }) =>
    `2026/11/26 20:01:02 ...eb/routing/logger.go:102:func1() [I] router: completed ${method} ${path} for 192.0.2.7:0, ${status} ${REASONS[status]} in 31.5ms @ auth/oauth.go:20(auth.Callback)`,
  logfmt: ({ method, path, status }) =>
    `logger=context userId=0 orgId=0 uname= t=2026-11-26T20:01:02.123Z level=error msg="Request Completed" method=${method} path=${path} status=${status} remote_addr=192.0.2.7 time_ms=31 duration=31.5ms size=21 referer=https://id.example.com/ handler=${path}`,
  zap: ({ method, path, status }) =>
    `2026-11-26T20:01:02.123Z\tERROR\thttp/log.go:42\trequest\t{"method": "${method}", "path": "${path}", "status": ${status}, "duration": "31ms"}`,
  'Kestrel, .NET 6 and later': ({ method, host, path, status }) =>
    `info: Microsoft.AspNetCore.Hosting.Diagnostics[2]\n      Request finished HTTP/1.1 ${method} https://${host}${path} - ${status} 21 text/plain 31.5210ms`,
  'Kestrel, .NET 5': ({ method, host, path, status }) =>
    `[20:01:02 INF] Request finished HTTP/2 ${method} https://${host}${path} - - - ${status} - text/html 31.5210ms`,
  'Kestrel, .NET Core 3 (no path)': ({ status }) =>
    `info: Microsoft.AspNetCore.Hosting.Diagnostics[2]\n      Request finished in 31.521ms ${status} text/html; charset=utf-8`,
  Serilog: ({ method, path, status }) =>
    `[20:01:02 ERR] HTTP ${method} ${path} responded ${status} in 31.5210 ms`,
  'PHP-FPM': ({ method, path, status }) =>
    `172.18.0.4 -  26/Nov/2026:20:01:02 +0000 "${method} ${path}" ${status}`,
  'PHP’s own server': ({ method, path, status }) =>
    `[Thu Nov 26 20:01:02 2026] 192.0.2.7:51234 [${status}]: ${method} ${path}`,
  'PHP’s own server, without a file': ({ method, path, status }) =>
    `[Thu Nov 26 20:01:02 2026] 192.0.2.7:51234 [${status}]: ${method} ${path} - No such file or directory`,
  Phoenix: ({ method, path, status }) =>
    `20:01:02.123 request_id=F1 [info] ${method} ${path}\n20:01:02.153 request_id=F1 [info] Sent ${status} in 31ms`,
  actix: ({ method, path, status }) =>
    `[2026-11-26T20:01:02Z INFO  actix_web::middleware::logger] 192.0.2.7 "${method} ${path} HTTP/1.1" ${status} 21 "-" "Mozilla/5.0" 0.031521`,
  'tower-http': ({ method, path, status }) =>
    `2026-11-26T20:01:02.123Z DEBUG request{method=${method} uri=${path} version=HTTP/1.1}: tower_http::trace::on_response: finished processing request latency=31 ms status=${status}`,
  'tower-http, a failure': ({ method, path, status }) =>
    `2026-11-26T20:01:02.123Z ERROR request{method=${method} uri=${path} version=HTTP/1.1}: tower_http::trace::on_failure: response failed classification=Status code: ${status} ${REASONS[status]} latency=31 ms`,
  Rocket: ({ method, path, status }) =>
    `${method} ${path} text/html:\n   >> Matched: (callback) ${method} ${path}\n   >> Outcome: Error(${status} ${REASONS[status]})`,
  Symfony: ({ method, host, path, status }) =>
    `[2026-11-26T20:01:02.123+00:00] request.ERROR: Uncaught PHP Exception HttpException: "${REASONS[status]}" at Controller.php line 20 {"status_code":${status},"request_uri":"https://${host}${path}","method":"${method}"}`,
};

/** What clients say of a request that they made, by what writes it. */
export const MADE: Readonly<Record<string, Format>> = {
  axios: ({ method, host, path, status }) =>
    `AxiosError: Request failed with status code ${status}\n    at settle (/app/node_modules/axios/dist/node/axios.cjs:2019:12)\n    at IncomingMessage.handleStreamEnd {\n  code: 'ERR_BAD_REQUEST',\n  config: {\n    method: '${method.toLowerCase()}',\n    url: 'https://${host}${path}'\n  }\n}`,
  got: ({ host, path, status }) =>
    `HTTPError: Response code ${status} (${REASONS[status]})\n    at Request.<anonymous> (/app/node_modules/got/dist/source/as-promise/index.js:118:42) {\n  options: {\n    url: 'https://${host}${path}'\n  }\n}`,
  requests: ({ host, path, status }) =>
    `requests.exceptions.HTTPError: ${status} ${status < 500 ? 'Client' : 'Server'} Error: ${REASONS[status]} for url: https://${host}${path}`,
  httpx: ({ host, path, status }) =>
    `httpx.HTTPStatusError: ${status < 500 ? 'Client' : 'Server'} error '${status} ${REASONS[status]}' for url 'https://${host}${path}'\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/${status}`,
  'httpx’s log': ({ method, host, path, status }) =>
    `INFO:httpx:HTTP Request: ${method} https://${host}${path} "HTTP/1.1 ${status} ${REASONS[status]}"`,
  'urllib3’s log': ({ method, host, path, status }) =>
    `DEBUG:urllib3.connectionpool:https://${host}:443 "${method} ${path} HTTP/1.1" ${status} 120`,
  aiohttp: ({ host, path, status }) =>
    `aiohttp.client_exceptions.ClientResponseError: ${status}, message='${REASONS[status]}', url=URL('https://${host}${path}')`,
  'tornado’s client': ({ method, host, path, status }) =>
    `[E 2026-11-26 20:01:02.123 App oauth2:389] Error fetching ${status} ${method} https://${host}${path}: HTTP ${status}: ${REASONS[status]}`,
  Go: ({ method, host, path, status }) =>
    `level=error msg="unexpected answer" method=${method} url=https://${host}${path} status=${status}`,
  'Go, in words': ({ method, host, path, status }) =>
    `${method} https://${host}${path}: unexpected status ${status} ${REASONS[status]}`,
  reqwest: ({ host, path, status }) =>
    `HTTP status ${status < 500 ? 'client' : 'server'} error (${status} ${REASONS[status]}) for url (https://${host}${path})`,
  OkHttp: ({ method, host, path, status }) =>
    `--> ${method} https://${host}${path} (120-byte body)\n<-- ${status} ${REASONS[status]} https://${host}${path} (31ms, 21-byte body)`,
  Guzzle: ({ method, host, path, status }) =>
    `Client error: \`${method} https://${host}${path}\` resulted in a \`${status} ${REASONS[status]}\` response:`,
  'Symfony’s client': ({ host, path, status }) =>
    `HTTP/2 ${status} ${REASONS[status]} returned for "https://${host}${path}".`,
  'curl -v': ({ method, host, path, status }) =>
    `* Connected to ${host} (192.0.2.9) port 443 (#0)\n> ${method} ${path} HTTP/1.1\n> Host: ${host}\n> User-Agent: curl/8.5.0\n> Accept: */*\n>\n< HTTP/1.1 ${status} ${REASONS[status]}\n< Content-Length: 21`,
  'curl -v, HTTP/2': ({ method, host, path, status }) =>
    `> ${method} ${path} HTTP/2\n> Host: ${host}\n> Accept: */*\n>\n< HTTP/2 ${status}\n< content-length: 21`,
  wget: ({ host, path, status }) =>
    `--2026-11-26 20:01:02--  https://${host}${path}\nResolving ${host} (${host})... 192.0.2.9\nConnecting to ${host} (${host})|192.0.2.9|:443... connected.\nHTTP request sent, awaiting response... ${status} ${REASONS[status]}\n2026-11-26 20:01:02 ERROR ${status}: ${REASONS[status]}.`,
  'HttpClient’s log': ({ method, host, path, status }) =>
    `info: System.Net.Http.HttpClient.Default.LogicalHandler[100]\n      Start processing HTTP request ${method} https://${host}${path}\ninfo: System.Net.Http.HttpClient.Default.LogicalHandler[101]\n      End processing HTTP request after 31.521ms - ${status}`,
  'Java’s HttpURLConnection': ({ host, path, status }) =>
    `java.io.IOException: Server returned HTTP response code: ${status} for URL: https://${host}${path}`,
  RestTemplate: ({ method, host, path, status }) =>
    `org.springframework.web.client.HttpClientErrorException: ${status} ${REASONS[status]} on ${method} request for "https://${host}${path}": [no body]`,
  WebClient: ({ method, host, path, status }) =>
    `org.springframework.web.reactive.function.client.WebClientResponseException: ${status} ${REASONS[status]} from ${method} https://${host}${path}`,
  Faraday: ({ method, host, path, status }) =>
    `Faraday::ClientError: the server responded with status ${status} for ${method} https://${host}${path}`,
};
