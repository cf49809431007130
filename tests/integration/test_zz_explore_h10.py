import base64, json, sys, logging, re, time
import pytest
from concurrent.futures import ThreadPoolExecutor
from tests.data_path import *
from tests.governing import enforce
from tests.recording_provider import *
from tollgate.proxy.pipeline import handle
from tollgate.proxy.models import HttpRequest
from tollgate.kit.clock import now_ms
CHAT, MESSAGES, EMB, COUNT = "/v1/chat/completions", "/v1/messages", "/v1/embeddings", "/v1/messages/count_tokens"
CARD = "4111 1111 1111 1111"
D="4111111111111111"
BLOCK = {"type": "content_filter", "rules": {"detectors": ["pii.credit_card"]}}
OUT = {"type": "content_filter", "rules": {"detectors": ["pii.credit_card"], "scan_input": False, "scan_output": True}}
pytestmark = pytest.mark.aws
def chat(content="hello", model="scripted/echo", **more):
    return {"model": model, "messages": [{"role":"user","content":content}], "max_tokens": 60} | more
@pytest.fixture(scope="module")
def provider():
    with recording_provider() as p: yield p
@pytest.fixture
def path(emulator, provider):
    provider.forget()
    org={"budgets":{"monthly":10**15}, "ceiling_price":{"input_nano":10**9,"output_nano":10**9}}
    with running_data_path(emulator, provider.url, organization=org) as r: yield r
def rq(path, headers=None, body=None, address=None, method="POST", p=CHAT):
    h={"authorization": f"Bearer {path.tenant.token}"}|(headers or {})
    return handle(path.gateway, HttpRequest(method,p,h,json.dumps(body or chat()).encode(),900_000,address))

def test_tags(path, provider):
    doc={"type":"usage","rules":{"denied_models":["scripted/*"]},"exceptions":[{"conditions":{"tags":{"env":["prod"]}},"effect":"exempt"}]}
    enforce(path, doc)
    print("no tag", rq(path).status, "header", rq(path,{"x-tollgate-tags":"env=prod"}).status)
    path.client.update_item(TableName=path.tables.directory, Key={"pk":{"S":path.tenant.organization_id},"sk":{"S":f"KEY#{path.tenant.key_id}"}}, UpdateExpression="SET tags = :t", ExpressionAttributeValues={":t":{"M":{"env":{"S":"dev"}}}})
    enforce(path, doc)
    print("key says dev", rq(path,{"x-tollgate-tags":"env=prod"}).status, rq(path,{"x-tollgate-tags":"Env=prod,env=prod"}).status)

def test_models(path, provider):
    enforce(path, {"type":"usage","rules":{"denied_models":["gpt-4o"]}})
    for m in ["gpt-4o","openai/gpt-4o","scripted/gpt-4o","openai/GPT-4o","openai/gpt-4o ","gpt-4o-2024-08-06","openai/gpt-4o\u200b","openai//gpt-4o","openai/openai/gpt-4o"]:
        provider.forget()
        r=rq(path, body=chat(model=m)); print(repr(m), r.status, provider.bodies[:1] and json.loads(provider.bodies[0])["model"], read(r)[:100] if r.status!=200 else "")
    r=handle(path.gateway, HttpRequest("GET","/v1/models",{"authorization": f"Bearer {path.tenant.token}"}))
    print("listed", b"gpt-4o" in read(r))

def test_500s(path, provider):
    enforce(path, BLOCK, {"type":"usage","rules":{"denied_tools":["evil"],"allowed_models":["*"]}}, OUT|{"actions":{"on_violation":"redact"}})
    bad=[("functions",5),("functions",True),("functions","x"),("functions",{"name":"x"}),("modalities",5),("modalities",True),("modalities",{"audio":1}),("tools",[{"type":["x"]}]),("tools",[{"type":"function","function":5}]),("tools",[{"function":{"name":["x"]}}]),("service_tier",5),("service_tier",[1]),("service_tier",{"a":1}),("stream_options",{"include_usage":1}),("metadata",5),("response_format",5),("stop",5),("user",5),("n",2.0),("max_tokens",10**400),("seed",10**400),("x",{"a":10**400}),("metadata",{"a":10**400}),("logit_bias",[1]),("speed",[[]]),("inference_geo",{}),("temperature","x"),("messages",[{"role":"user","content":[{"type":"text","text":5}]}]),("messages",[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]),("messages",[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,!!!"}}]}]),("messages",[{"role":["user"],"content":"x"}]),("messages",[{"role":"user","content":[{"type":"tool_result","content":5}]}]),("messages",[{"role":"user","content":None,"tool_calls":5}]),("a\u0000b","x"),("x","\u0000"),("x","\ud83d\ude00")]
    for route,model in ((CHAT,"scripted/echo"),(CHAT,"claude-x"),(MESSAGES,"claude-x"),(MESSAGES,"scripted/echo"),(COUNT,"claude-x"),(COUNT,"scripted/e")):
        for k,v in bad:
            provider.forget()
            r=rq(path,p=route,body=chat(model=model,**{k:v})); raw=read(r)
            if r.status>=500: print(route,model,k,str(v)[:80],r.status,raw[:150])
            elif r.status==200 and k in("x","a\x00b"): print("ok",k)

def test_long_names(path, provider):
    enforce(path, {"type":"usage","rules":{"denied_tools":["evil*"],"allowed_tools":["calc"]}})
    r=rq(path, body=chat(tools=[{"type":"function","function":{"name":"evil"+"x"*500_000}}])); print("long tool", r.status, read(r)[:200], len(path.records()))
    r=rq(path, body=chat(tools=[{"type":"function","function":{"name":"evil "+CARD}}])); print("tool w/ card", r.status, str(path.records())[:0], CARD in str(path.records()))
    r=rq(path, body=chat(tools=[{"googleSearch":{}}])); print("nameless", r.status)
    r=rq(path, body=chat(tools=[{"type":"web_search","name":"calc"}])); print("typed", r.status)
    r=rq(path, body=chat(tools=[{"type":"custom","custom":{"name":"evil"},"function":{"name":"calc"}}])); print("two names", r.status)
    r=rq(path, body=chat(tools=[{"type":"function","Function":{"Name":"evil"}}])); print("case", r.status)
    r=rq(path, p=MESSAGES, body=chat(model="claude-x", tools=[{"type":"bash_20250124","name":"bash"}])); print("bash", r.status)

def test_refused_content(path, provider):
    enforce(path, BLOCK)
    rq(path, body=chat("my card "+CARD))
    raw=b'{"model":"scripted/echo","messages":[{"role":"user","content":"x"}],"%s":1,"%s":2}' % (CARD.encode(),CARD.encode())
    h={"authorization": f"Bearer {path.tenant.token}"}
    r=handle(path.gateway,HttpRequest("POST",CHAT,h,raw)); print("dup", r.status, read(r)[:100])
    r=handle(path.gateway,HttpRequest("POST",CHAT,h,b'{"model":"scripted/echo", "messages": '+CARD.encode())); print("bad", r.status, read(r)[:200])
    r=handle(path.gateway,HttpRequest("POST",CHAT+"/"+D,h,b'{}')); print("path", r.status)
    r=rq(path, body=chat(model="claude-x", **{CARD:1})); print("carry", r.status, read(r)[:200])
    r=rq(path, p=MESSAGES, body=chat(model="scripted/x", **{"4111-1111 secret prompt":1})); print("carry", r.status, read(r)[:200])
    for rec in path.records(): 
        if "4111" in str(rec): print("LEAK", rec.refusal, rec.policies, rec.operation, rec.model)

def test_n(path, provider):
    enforce(path, {"type":"rate_limit","rules":{"tokens_per_request":100}})
    for body in (chat(n=10), chat(n=2,max_tokens=40), chat(n=2, max_tokens=60)):
        provider.forget(); r=rq(path, body=body); print(r.status, provider.bodies and json.loads(provider.heard))
    enforce(path, {"type":"usage","rules":{"max_output_tokens":100}})
    for body in (chat(n=10), chat(n=2,max_tokens=40), chat(n=120, max_tokens=60), {k:v for k,v in chat(n=10).items() if k!="max_tokens"}, chat(max_completion_tokens=5000), chat(max_tokens=1, max_completion_tokens=5000)):
        provider.forget(); r=rq(path, body=body); b=provider.bodies and json.loads(provider.heard); print(r.status, r.headers["x-tollgate-decision"], b and {k:v for k,v in b.items() if k!="messages"}, path.records()[-1].policies if r.status!=200 else "")

def test_address(path, provider):
    enforce(path, {"type":"security","rules":{"allowed_addresses":["10.0.0.0/8"]}})
    print([rq(path,h,address=a).status for h,a in (({}, "10.1.1.1"),({}, "9.9.9.9"),({"x-forwarded-for":"10.1.1.1","x-real-ip":"10.1.1.1","forwarded":"for=10.1.1.1","cf-connecting-ip":"10.1.1.1"},"9.9.9.9"),({},None),({}, "::ffff:10.1.1.1"))])
    enforce(path, {"type":"security","conditions":{"addresses":["10.0.0.0/8"]},"actions":{"on_violation":"deny"}})
    print([rq(path,address=a).status for a in ("10.1.1.1","::ffff:10.1.1.1",None)])
