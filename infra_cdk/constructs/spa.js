// A path without an extension is a page of the application; a missing file stays missing.
function handler(event) {
  var request = event.request;
  var name = request.uri.split('/').pop();
  if (name.indexOf('.') === -1 && request.uri.indexOf('/_app/') !== 0) {
    request.uri = '/200.html';
  }
  return request;
}
