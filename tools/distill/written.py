"""Sentences of service language that the project writes itself, by a small grammar, for the teacher to read.

The corpus holds what people happened to write; these hold what customers of many trades may ask, so that the rows of
service words stand in every position and company. Drawn by a fixed seed: the same every time.
"""

import random

SEED = 20261129

THINGS = {
    "bank": "card,debit card,credit card,virtual card,account,joint account,savings account,current account,pin,pin code,"
    "balance,statement,direct debit,standing order,transfer,bank transfer,wire transfer,payment,card payment,cash withdrawal,"
    "withdrawal,deposit,cheque,check deposit,top up,top-up,overdraft,loan,mortgage,interest rate,exchange rate,fee,"
    "transfer fee,foreign transaction fee,beneficiary,recipient,payee,limit,spending limit,transaction,pending transaction,"
    "unknown transaction,duplicate charge,apple pay,google pay,contactless,atm,cash machine,currency,credit score,credit limit,"
    "identity check,verification code,passcode,security code,cvv,expiry date,salary,routing number,sort code,iban,rewards,"
    "points,cashback,insurance,application,claim",
    "telecom": "internet,wifi,router,modem,broadband,connection,signal,phone,phone number,sim,sim card,esim,data,data plan,"
    "mobile data,roaming,plan,tariff,contract,bill,invoice,line,landline,tv box,channel,voicemail,text messages,calls,hotspot,"
    "speed,upload speed,network,coverage,outage,upgrade,handset,installation,technician visit,engineer appointment,number port",
    "shop": "order,parcel,package,delivery,shipment,tracking number,tracking link,refund,return,return label,exchange,size,"
    "item,product,shoes,jacket,dress,sofa,mattress,coupon,discount code,promo code,voucher,gift card,invoice,receipt,warranty,"
    "repair,replacement,spare part,address,delivery address,pickup point,courier,basket,checkout,payment method,stock,"
    "subscription,membership,free trial,pre-order,backorder,price,price match,review,sample,box,courses,course,battery",
    "travel": "booking,reservation,flight,train,ticket,seat,boarding pass,luggage,bag,hotel,room,check-in,check-out,visa,"
    "passport,car rental,rental car,itinerary,layover,gate,cancellation,travel insurance,miles,upgrade,meal,table,restaurant,"
    "taxi,ride,driver,trip,tour,vaccines,travel alert,parking,pet",
    "software": "password,username,email,email address,login,account,profile,app,website,page,settings,notification,"
    "two-factor code,verification email,file,photo,backup,data,license,licence key,seat,team,workspace,invoice,integration,api key,"
    "webhook,dashboard,report,export,import,calendar,meeting,reminder,alarm,timer,playlist,song,contact,message,chat,device,"
    "smart speaker,thermostat,camera,lamp,printer,laptop,screen,keyboard,update,version,language,dark mode",
    "home": "electricity bill,gas bill,water bill,meter,meter reading,boiler,heating,rent,lease,deposit,repair,leak,washing machine,"
    "dishwasher,fridge,oven,vacuum,mower,insurance policy,claim,premium,appointment,prescription,doctor,doctor's appointment,test result,tax,"
    "pay slip,vacation days,time off,sick leave,health plan,401k,w2,oil change,tire pressure,gas,mileage,recipe,shopping list,"
    "to do list,weather,calories,ingredients",
}
ASK = [
    "how do i {do} my {thing}", "how can i {do} a {thing}", "can i {do} the {thing}", "can you {do} my {thing}",
    "where do i {do} my {thing}", "i want to {do} my {thing}", "i need to {do} a {thing}", "i'd like to {do} my {thing} please",
    "please {do} my {thing}", "is it possible to {do} my {thing}", "what do i need to {do} a {thing}",
    "why can't i {do} my {thing}", "i can't {do} my {thing}", "i am unable to {do} the {thing}", "help me {do} my {thing}",
    "how long does it take to {do} a {thing}", "how much does it cost to {do} a {thing}", "do you charge to {do} a {thing}",
    "when can i {do} my {thing}", "i tried to {do} my {thing} but it failed", "what happens if i {do} my {thing}",
    "who can {do} my {thing}", "{do} my {thing}", "{do} {thing}", "will you {do} the {thing} for me", "i forgot to {do} my {thing}",
    "am i allowed to {do} a {thing} abroad", "could somebody {do} my {thing} today",
]
STATE = [
    "my {thing} {state}", "the {thing} {state}", "why {thing} {state}", "my {thing} {state}, what should i do",
    "what do i do if my {thing} {state}", "i think my {thing} {state}", "it looks like the {thing} {state}",
    "hi, my {thing} {state} and i need help", "my {thing} still {state}", "since yesterday my {thing} {state}",
    "why is it that my {thing} {state}?", "help, the {thing} {state}", "my {thing} and my {other} {state}",
    "{thing} {state}", "you said the {thing} would be fine but it {state}",
]
ABOUT = [
    "where is my {thing}", "when will my {thing} arrive", "what is my {thing}", "what is the {thing}", "how does the {thing} work",
    "do you have a {thing}", "do you offer {thing}", "what kinds of {thing} are there", "how many {thing} can i have",
    "which {thing} is best", "tell me about the {thing}", "is there a limit on {thing}", "question about my {thing}",
    "who can use the {thing}", "is my {thing} safe", "what's the difference between {thing} and {other}", "{thing}", "{thing} {other}",
    "is the {thing} free", "how old do i have to be for a {thing}", "does the {thing} include {other}", "show me my {thing}",
    "can i use my {thing} for {other}", "is {thing} available in my country", "i have two of the same {thing}",
    "the {thing} is wrong because of the {other}", "i was charged for a {thing}", "i did not ask for this {thing}",
    "somebody else used my {thing}", "what {thing} do you accept", "will the {thing} expire", "what if there is no {thing}",
    "i lost my {thing}", "my {thing} was stolen", "i got the wrong {thing}", "i found my {thing}", "i never received my {thing}",
]
DO = (
    "cancel,change,update,activate,deactivate,close,open,order,return,track,check,verify,reset,replace,renew,transfer,pay,"
    "set up,get,find,add,remove,delete,block,freeze,unfreeze,unblock,unlock,link,connect,upgrade,downgrade,dispute,report,"
    "refund,receive,increase,lower,download,print,share,book,reschedule,extend,pause,stop,start,buy,sell,use,apply for,"
    "sign up for,edit,move,send,request,confirm,exchange,repair,fix,install,turn on,turn off,restart,see,view,withdraw,top up,"
    "cash out,split,merge,schedule,skip,play,schedule,redeem,recover,rename,sync,pair,test,return early,switch,keep,roll over"
).split(",")
STATES = (
    "is not working,does not work,stopped working,is broken,is too slow,is missing,has not arrived,is late,was declined,"
    "was rejected,was cancelled,is still pending,did not go through,failed,got stolen,is lost,is lost or stolen,expired,"
    "is about to expire,is wrong,is incorrect,shows the wrong amount,was charged twice,is higher than expected,is blocked,"
    "is locked,got stuck,keeps crashing,keeps dropping,keeps disconnecting,is damaged,arrived damaged,disappeared,"
    "is not showing up,does not show in the app,can't be found,is on hold,was reversed,was reverted,was swallowed by the machine,"
    "has an extra charge,went to the wrong person,went to the wrong address,isn't recognised,was not accepted,won't turn on,"
    "makes a noise,is leaking,is empty,is full,is out of stock,is not available,was not refunded,has been delayed,"
    "was compromised,is down,is offline,has no signal,can't connect,asks for a code,needs an update,is frozen,is overdue,"
    "was marked as delivered,is at the wrong place,does not fit,is not what i ordered,has changed,went up,has been used by somebody else"
).split(",")
BEFORE = ["hi ", "hello, ", "hey there ", "please help. ", "quick question: ", "so ", "um ", "excuse me, ", "good morning, "]
AFTER = [" thanks", "?", "??", "!", " asap", " please", " right now", " again", " today", ", thank you", " on my phone", " online"]


def sentences(count: int) -> list[str]:
    """So many sentences, each once."""
    draw = random.Random(SEED)
    trades = [part.split(",") for part in THINGS.values()]
    frames = ASK * 2 + STATE * 2 + ABOUT
    found: dict[str, None] = {}
    while len(found) < count:
        things = draw.choice(trades)
        text = draw.choice(frames).format(
            do=draw.choice(DO), state=draw.choice(STATES), thing=draw.choice(things), other=draw.choice(things)
        )
        if draw.random() < 0.12:
            text = draw.choice(BEFORE) + text
        if draw.random() < 0.35:
            text += draw.choice(AFTER)
        found[text] = None
    return list(found)


def cuttings(texts: list[str], count: int) -> list[str]:
    """Stretches of three to nine words out of longer sentences: short texts teach what single rows must say."""
    draw = random.Random(SEED + 1)
    long = [words for text in texts if len(words := text.split()) > 8]
    found: dict[str, None] = {}
    while len(found) < count:
        words = draw.choice(long)
        length = draw.randint(3, 9)
        start = draw.randrange(max(1, len(words) - length))
        found[" ".join(words[start : start + length])] = None
    return list(found)
