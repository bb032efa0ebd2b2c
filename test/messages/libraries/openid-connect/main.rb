# Signs people in with the gem openid_connect.
require 'json'
require 'openid_connect'
require 'securerandom'
require 'webrick'

DEBUG = ENV.key?('LAB_DEBUG')
LOGINS = {}
OpenIDConnect.http_config { |http| http.receive_timeout = 10 }
if DEBUG
  OpenIDConnect.debug!
  OpenIDConnect.logger = Logger.new($stderr)
end

def config
  $config ||= OpenIDConnect::Discovery::Provider::Config.discover!(ENV.fetch('LAB_ISSUER'))
end

def client
  OpenIDConnect::Client.new(
    identifier: ENV.fetch('LAB_CLIENT_ID'),
    secret: ENV.fetch('LAB_CLIENT_SECRET'),
    redirect_uri: ENV.fetch('LAB_REDIRECT_URI'),
    authorization_endpoint: config.authorization_endpoint,
    token_endpoint: config.token_endpoint,
    userinfo_endpoint: config.userinfo_endpoint
  )
end

def login(_request, response)
  id = SecureRandom.hex(16)
  LOGINS[id] = { state: SecureRandom.hex(16), nonce: SecureRandom.hex(16) }
  to = client.authorization_uri(scope: ENV.fetch('LAB_SCOPE').split, **LOGINS[id])
  response.cookies << WEBrick::Cookie.new('login', id)
  response['Location'] = to
  response.status = 302
end

def callback(request, response)
  cookie = request.cookies.find { |one| one.name == 'login' }
  known = LOGINS[cookie&.value] || {}
  query = request.query
  raise "#{query['error']}: #{query['error_description']}" if query['error']
  raise 'Invalid state parameter' if known[:state].nil? || query['state'] != known[:state]

  one = client
  one.authorization_code = query['code']
  token = one.access_token!(:basic)
  id_token = OpenIDConnect::ResponseObject::IdToken.decode(token.id_token, config.jwks)
  id_token.verify!(issuer: config.issuer, client_id: ENV.fetch('LAB_CLIENT_ID'), nonce: known[:nonce])
  person = token.userinfo!
  $stderr.puts person.raw_attributes.to_json if DEBUG
  response.body = "Signed in as #{person.email}"
end

server = WEBrick::HTTPServer.new(
  BindAddress: '127.0.0.1', Port: ENV.fetch('LAB_PORT').to_i, AccessLog: [],
  Logger: WEBrick::Log.new($stderr, WEBrick::Log::WARN)
)
server.mount_proc('/') do |request, response|
  case request.path
  when '/login' then login(request, response)
  when '/callback' then callback(request, response)
  else response.status = 404
  end
rescue StandardError => error
  $stderr.puts error.full_message(highlight: false, order: :top)
  response.status = 500
  response.body = "Sign-in failed: #{error.message}"
end
%w[INT TERM].each { |signal| trap(signal) { server.shutdown } }
server.start
