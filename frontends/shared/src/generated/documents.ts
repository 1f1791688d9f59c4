// Written by codegen.mjs: npm run codegen.
import type { Document } from "../document.ts";
import type {
  AddressesQuery,
  AddressesQueryVariables,
  ChangesQuery,
  ChangesQueryVariables,
  CollectionsQuery,
  CollectionsQueryVariables,
  CommitmentsQuery,
  CommitmentsQueryVariables,
  DraftQuery,
  DraftQueryVariables,
  EngagementsQuery,
  EngagementsQueryVariables,
  EventsQuery,
  EventsQueryVariables,
  FormWordsQuery,
  FormWordsQueryVariables,
  FrameQuery,
  FrameQueryVariables,
  GiveFeedbackMutation,
  GiveFeedbackMutationVariables,
  GlossaryQuery,
  GlossaryQueryVariables,
  GroupsQuery,
  GroupsQueryVariables,
  HelpQuery,
  HelpQueryVariables,
  HomeQuery,
  HomeQueryVariables,
  IssuesQuery,
  IssuesQueryVariables,
  KeyMessagesQuery,
  KeyMessagesQueryVariables,
  MeetingsQuery,
  MeetingsQueryVariables,
  NewsQuery,
  NewsQueryVariables,
  PeopleQuery,
  PeopleQueryVariables,
  ProgressQuery,
  ProgressQueryVariables,
  PublicationsQuery,
  PublicationsQueryVariables,
  RedirectsQuery,
  RedirectsQueryVariables,
  RouteQuery,
  RouteQueryVariables,
  SearchQuery,
  SearchQueryVariables,
  SubscribeMutation,
  SubscribeMutationVariables,
  SuggestQuery,
  SuggestQueryVariables,
  WhereQuery,
  WhereQueryVariables,
  WorkStreamsQuery,
  WorkStreamsQueryVariables,
  YouSaidQuery,
  YouSaidQueryVariables,
} from "./operations.ts";

export const AddressesDocument: Document<AddressesQuery, AddressesQueryVariables> = {
  "name": "Addresses",
  "hash": "2f2fd039d9ba667b8e0f3793168caf1edd478950db1f77506218fbfd0db1e16b",
  "text": "query Addresses($after:String){pages(first:100 after:$after){nodes{path}pageInfo{...NextPage}}}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const ChangesDocument: Document<ChangesQuery, ChangesQueryVariables> = {
  "name": "Changes",
  "hash": "f5de6867bf64d7f296fd57464e4d0b40deb9eadcdb9781b29345f93b1658ed44",
  "text": "query Changes($since:DateTime!$after:String){changes(since:$since first:100 after:$after){nodes{id at kind significance note path page{...Link}}pageInfo{...NextPage}}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const CollectionsDocument: Document<CollectionsQuery, CollectionsQueryVariables> = {
  "name": "Collections",
  "hash": "88de274ca2707f5209cf73f07a6fed31047f034028bac39024de46a2dd991717",
  "text": "query Collections($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){collections(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const CommitmentsDocument: Document<CommitmentsQuery, CommitmentsQueryVariables> = {
  "name": "Commitments",
  "hash": "9d8029f4c144722d9e6b68c6c49a620f3b27e3886a2a79257dae75374923eaec",
  "text": "query Commitments($locale:LocaleCode$stream:String$first:Int=100$after:String$day:String)@asOf(at:$day){commitments(locale:$locale where:{workStream:{slug:{eq:$stream}}}first:$first after:$after){totalCount nodes{...CommitmentRow workStream{...Link}}pageInfo{...NextPage}}}fragment CommitmentRow on CommitmentPage{...Link number kind{key label}status{...StatusParts}statusDate statusDatePrecision}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment StatusParts on Status{key label category}"
};

export const DraftDocument: Document<DraftQuery, DraftQueryVariables> = {
  "name": "Draft",
  "hash": "56f1ae9bf7429eaeb0c79409c5c0204a9e801e7d8b837dce055b0f8f49998d66",
  "text": "query Draft($token:String!){page(by:{previewToken:$token}){...WholePage}}fragment AudiencePageParts on AudiencePage{body{...Block}whomToAsk{html(links:RELATIVE)}contactPoint{...ContactParts}audience{id slug news(first:5){nodes{...Card}}publications(first:5){nodes{...Card}}collections(first:5){nodes{...Card}}events(first:5){nodes{...Card}}keyMessages(first:20){nodes{...Part}}}}fragment Block on ProgrammeStreamBlock{__typename ...on CallOutBlock{id kind richText{html(links:RELATIVE)}}...on DocumentBlock{id title document{...FileLink}}...on EmbedBlock{id title url description}...on HeadingBlock{id level text anchor}...on ImageBlock{id caption image{...ContentImage}}...on KeyMessageBlock{id message{...Part}}...on PageLinksBlock{id title pages{...Link}}...on ProgressTableBlock{id title workStream{...Link slug}}...on QuoteBlock{id quote speaker}...on RichTextBlock{id richText{html(links:RELATIVE)}}...on TableBlock{id caption table{headings rows{cells{text number richText{html(links:RELATIVE)}}}}}}fragment Card on Page{...Link summary facts}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment CommitmentPageParts on CommitmentPage{number kind{key label}text{html(links:RELATIVE)}textStatus status{...StatusParts}statusDate statusDatePrecision due dueDate acceptedOn acceptedSource acceptedLink sourcePage source{...Link}theme{...Term}areas(first:20){nodes{...Term}}responsibleBody{...OrganisationLink}workStream{...Link}progressEntries{id date datePrecision note correctedOn evidenceLink corrects{id date datePrecision}status{...StatusParts}evidencePage{...Link}evidenceDocument{...FileLink}}news(first:10){nodes{...Part}}outsideRecords(first:20){nodes{...RecordOfOthers}}contactPoint{...ContactParts}}fragment CommitmentRow on CommitmentPage{...Link number kind{key label}status{...StatusParts}statusDate statusDatePrecision}fragment ContactParts on ContactPoint{id name email phone hours address description}fragment ContentImage on HubImage{credit picture(preset:CONTENT){...PictureParts}}fragment DocumentCollectionPageParts on DocumentCollectionPage{body{...Block}items{id heading title text address addedOn target{...Part}record{...RecordOfOthers}}workStreams(first:20){nodes{...Link}}audiences(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment DutyParts on Duty{id title kind{label}start startPrecision end endPrecision profile{...Link}policyArea{name}workStream{...Link}}fragment EventPageParts on EventPage{start startPrecision end endPrecision place onlineAddress kind{label}host{...OrganisationLink}body{...Block}outcome{...Block}materials{id title document{...FileLink}}contactPoint{...ContactParts}audiences(first:20){nodes{...Term}}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}}fragment FileLink on HubDocument{title url fileType fileSize pageCount accessible language}fragment GroupPageParts on GroupPage{slug chair frequency startedOn startedOnPrecision closedOn closedOnPrecision closingReason remit{...Block}parentGroup{...Link}members{...MembershipParts}phases(first:10){nodes{id name}}subGroups(first:20){nodes{...Link}}meetings(first:50 orderBy:[DATE_DESC]){nodes{...Card}}contactPoint{...ContactParts}}fragment Head on Page{...Link url summary seoTitle searchDescription updatedOn updatedOnPrecision locale{code tag}headings{anchor level text}ancestors(first:10){nodes{...Link}}translations{path url locale{tag name}}sources{id title publisher supports address date datePrecision}seo{canonical title description noindex jsonLd openGraph{type siteName locale title description url image{url width height alt}}}}fragment HomePageParts on HomePage{vision{html(links:RELATIVE)}principles{id anchor title text}agreedWording{...Wording}featured{id text target{...Part}}}fragment IndexPageParts on Page{__typename ...on DocumentCollectionIndexPage{introduction}...on EventIndexPage{introduction}...on GlossaryPage{introduction}...on GroupIndexPage{introduction}...on IssueIndexPage{introduction}...on KeyMessageIndexPage{introduction}...on NewsIndexPage{introduction}...on PublicationIndexPage{introduction}...on TeamIndexPage{introduction listAsAt listAsAtPrecision}...on WorkStreamIndexPage{introduction}...on YouSaidWeDidPage{introduction entries(first:20){...SaidAndDone}}}fragment IssueBlock on IssueStreamBlock{__typename ...on HeadingBlock{id level text anchor}...on IssueSectionBlock{id heading items{id text page{...Part}}}...on PageLinksBlock{id title pages{...Link}}...on RichTextBlock{id richText{html(links:RELATIVE)}}}fragment IssuePageParts on IssuePage{number part date author subject preheader opening{html(links:RELATIVE)}sections{...IssueBlock}archived{sha256 startedAt}}fragment KeyMessagePageParts on KeyMessagePage{socialText quotation quotedPerson agreedWording{...Wording}body{...Block}proofPoints{id text evidenceLink evidencePage{...Link}}questions{id question answer}sharePicture{...ShareImage}workStreams(first:20){nodes{...Link}}audiences(first:20){nodes{...Term}}carriedPrinciples(first:20){nodes{id title anchor}}phases(first:10){nodes{id name}}news(first:5){nodes{...Link}}events(first:5){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}contactPoint{...ContactParts}}fragment Link on Page{__typename id title path}fragment MeetingPageParts on MeetingPage{date datePrecision startsAt endsAt place meetingState minutesAddress amendmentNote attendanceComplete group{...Link}agenda{...Block}minutes{...Block}attendance{id name role onBehalfOf kind{label}organisation{...OrganisationLink}}papers{id title document{...FileLink}}actions{id number text owner state dueDate closedOn}contactPoint{...ContactParts}}fragment MembershipParts on Membership{id name role isChair start startPrecision end endPrecision organisation{...OrganisationLink}profile{...Link}group{...Link}}fragment NewsPageParts on NewsPage{date author socialText kind{label}image{...ContentImage}body{...Block}contactPoint{...ContactParts}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}commitments(first:20){nodes{...Link}}topics(first:20){nodes{...Term}}audiences(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment NextPage on PageInfo{hasNextPage endCursor}fragment OrganisationLink on Organisation{id name shortName address}fragment Part on Page{...Link summary}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}fragment ProgressPageParts on ProgressPage{body{...Block}}fragment PublicationPageParts on PublicationPage{date datePrecision isbn citation officialAddress kind{label}publisher{...OrganisationLink}attachments{id title document{...FileLink}}body{...Block}contactPoint{...ContactParts}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}commitments(first:20){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}topics(first:20){nodes{...Term}}audiences(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment RecordOfOthers on OutsideRecord{id name address publisher jurisdiction description date datePrecision kind{label}}fragment SaidAndDone on YouSaidEntryConnection{nodes{id date said did workStream{...Link}target{...Link}}pageInfo{...NextPage}}fragment ShareImage on HubImage{credit picture(preset:SHARE){...PictureParts}}fragment StandardPageParts on StandardPage{offersHiding body{...Block}contactPoint{...ContactParts}children(first:50){nodes{...Part}}}fragment StatusParts on Status{key label category}fragment TeamProfilePageParts on TeamProfilePage{givenName familyName postTitle asAt asAtPrecision leftOn leftOnPrecision photo{...CardImage}biography{html(links:RELATIVE)}duties(first:20){nodes{...DutyParts}}memberships(first:20){nodes{...MembershipParts}}}fragment Term on Snippet{id name slug}fragment WholePage on Page{...Head ...HomePageParts ...StandardPageParts ...NewsPageParts ...PublicationPageParts ...EventPageParts ...CommitmentPageParts ...WorkStreamPageParts ...KeyMessagePageParts ...AudiencePageParts ...DocumentCollectionPageParts ...GroupPageParts ...MeetingPageParts ...TeamProfilePageParts ...IssuePageParts ...ProgressPageParts ...IndexPageParts}fragment Wording on AgreedWording{text source sourceAddress approvedBy since sincePrecision statements{anchor text quotation}}fragment WorkStreamPageParts on WorkStreamPage{slug state offersHiding otherNames origin{label}background{...Block}leads(first:10){nodes{...DutyParts}}duties(first:30){nodes{...DutyParts}}commitments(first:50){totalCount nodes{...CommitmentRow}}keyMessages(first:10){nodes{...Part}}news(first:5){totalCount nodes{...Card}}publications(first:10){nodes{...Card}}events(first:10){nodes{...Card}}collections(first:10){nodes{...Part}}relatedStreams(first:10){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}contactPoint{...ContactParts}}"
};

export const EngagementsDocument: Document<EngagementsQuery, EngagementsQueryVariables> = {
  "name": "Engagements",
  "hash": "13bf41b692a7023e33d288e688decd14cb3465879d6440f2c4a0157af63f097d",
  "text": "query Engagements($first:Int=20$after:String$day:String)@asOf(at:$day){engagements(first:$first after:$after){totalCount nodes{id date publicSummary kind{label}organisations(first:20){nodes{...OrganisationLink}}workStreams(first:20){nodes{...Link}}}pageInfo{...NextPage}}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment OrganisationLink on Organisation{id name shortName address}"
};

export const EventsDocument: Document<EventsQuery, EventsQueryVariables> = {
  "name": "Events",
  "hash": "406e3b3a736c0aadb1debabb38df5bc059dda36fbc62d1593046481e5d383f7c",
  "text": "query Events($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){events(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const FormWordsDocument: Document<FormWordsQuery, FormWordsQueryVariables> = {
  "name": "FormWords",
  "hash": "1ffcd9425c375ffa0af8785d60a50217e19da391cb7fbec550725ccd15247a81",
  "text": "query FormWords($locale:LocaleCode){feedbackWording subscribeWording site{newsletterName newsletterRhythm notForForms responseTime}workStreams(locale:$locale first:100){nodes{id slug title}}}"
};

export const FrameDocument: Document<FrameQuery, FrameQueryVariables> = {
  "name": "Frame",
  "hash": "80134f04684a56608491f03fb8ce726b4efc16c4869e394d42d6345c08a7869b",
  "text": "query Frame($locale:LocaleCode$day:String)@asOf(at:$day){site{name organisation demonstration contactName contactEmail contactPhone contactHours responseTime notForForms newsletterName newsletterRhythm searchExamples helpQuestion helpSummary socialChannels{id platform handle address}look{theme typeface showName favicon footerText footerLinks{text url}logo{url alt width height}colours{name light dark}}}programme{name shortName state successor record{current sentence}words{key singular plural}}locales{code tag name isDefault home{path}}helpAtOnce{words text signpost{telephoneLink}}homePage(locale:$locale){...MenuEntry children(where:{showInMenus:{eq:true}}first:50){nodes{...MenuEntry children(where:{showInMenus:{eq:true}}first:20){nodes{...MenuEntry}}}}}}fragment MenuEntry on Page{id title path}"
};

export const GiveFeedbackDocument: Document<GiveFeedbackMutation, GiveFeedbackMutationVariables> = {
  "name": "GiveFeedback",
  "hash": "62fcfb2041ce324b0fcf192ffcc5990900c6f57f3b4746b49a9e32d7ab2ef362",
  "text": "mutation GiveFeedback($input:FeedbackInput!){submitFeedback(input:$input){number message userErrors{field code message}}}"
};

export const GlossaryDocument: Document<GlossaryQuery, GlossaryQueryVariables> = {
  "name": "Glossary",
  "hash": "924d7a960647589082f332686fcd22fd04382d69efe529d61183269d6dac638c",
  "text": "query Glossary($first:Int=100$after:String$day:String)@asOf(at:$day){glossaryTerms(first:$first after:$after){totalCount nodes{id name slug longForm description}pageInfo{...NextPage}}}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const GroupsDocument: Document<GroupsQuery, GroupsQueryVariables> = {
  "name": "Groups",
  "hash": "786c95091a2f48a062be81a3e9dad3a12d5ea71f666f40bbfe4cea543d0617f2",
  "text": "query Groups($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){groups(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const HelpDocument: Document<HelpQuery, HelpQueryVariables> = {
  "name": "Help",
  "hash": "3daf222ae2ea0b89b58df223c507092ce2ad92a4050d6eb21ef64534808be922",
  "text": "query Help{site{helpQuestion helpSummary}helpGroups{key name heading banner}signposts{...SignpostParts}}fragment SignpostParts on Signpost{id name description address chatAddress telephone telephoneLink textNumber textKeyword textLink email gaelic hours urgent audienceKeys}"
};

export const HomeDocument: Document<HomeQuery, HomeQueryVariables> = {
  "name": "Home",
  "hash": "33a837093877318b092dae09ab059564dc5dfbe8f27239d6eb57f6ad4ab4b660",
  "text": "query Home($locale:LocaleCode$now:DateTime!$day:String)@asOf(at:$day){workStreams(locale:$locale first:50){nodes{...Part state}}news(locale:$locale first:3){nodes{...NewsCard}}events(locale:$locale first:3 where:{end:{from:$now}}orderBy:[START_ASC]){nodes{...Card}}progress{asOf totals{...Figures}}}fragment Card on Page{...Link summary facts}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment Figures on ProgressTotals{total complete notRecorded counts{number status{...StatusParts}}}fragment Link on Page{__typename id title path}fragment NewsCard on NewsPage{...Part date kind{label}image{...CardImage}}fragment Part on Page{...Link summary}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}fragment StatusParts on Status{key label category}"
};

export const IssuesDocument: Document<IssuesQuery, IssuesQueryVariables> = {
  "name": "Issues",
  "hash": "83200d1eedd5ea9cb19a4878fef05227110826bd53193c065c2cab829c59644e",
  "text": "query Issues($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){issues(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const KeyMessagesDocument: Document<KeyMessagesQuery, KeyMessagesQueryVariables> = {
  "name": "KeyMessages",
  "hash": "7a8f46602a784ba1eaa9f45c15ea6f513d0d11bfaa258ee98cc0d7ac82676579",
  "text": "query KeyMessages($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){keyMessages(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const MeetingsDocument: Document<MeetingsQuery, MeetingsQueryVariables> = {
  "name": "Meetings",
  "hash": "cec34ff456db7c2df4102f617421678111cb90e23d53c7054e3556d9b96f774d",
  "text": "query Meetings($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){meetings(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const NewsDocument: Document<NewsQuery, NewsQueryVariables> = {
  "name": "News",
  "hash": "f283f8cf6aaf8b7b5e140e9fbc2e07ada0778c4a0b0d766548f398915daddb30",
  "text": "query News($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){news(locale:$locale first:$first after:$after){totalCount nodes{...NewsCard}pageInfo{...NextPage}}}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment Link on Page{__typename id title path}fragment NewsCard on NewsPage{...Part date kind{label}image{...CardImage}}fragment NextPage on PageInfo{hasNextPage endCursor}fragment Part on Page{...Link summary}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}"
};

export const PeopleDocument: Document<PeopleQuery, PeopleQueryVariables> = {
  "name": "People",
  "hash": "b264c6dc5291bd46cd12a835a6b94f10bc4b120c53f527b76145681b538dd8b7",
  "text": "query People($locale:LocaleCode$first:Int=50$after:String$day:String)@asOf(at:$day){teamProfiles(locale:$locale first:$first after:$after){totalCount nodes{...Link postTitle leftOn leftOnPrecision photo{...CardImage}duties(first:10){nodes{id title kind{label}workStream{...Link}policyArea{name}}}}pageInfo{...NextPage}}}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}"
};

export const ProgressDocument: Document<ProgressQuery, ProgressQueryVariables> = {
  "name": "Progress",
  "hash": "999c334c4172fdc80e6ba47215a783efdbb5705d527f19d69c612069193207fd",
  "text": "query Progress($day:String)@asOf(at:$day){progress{asOf totals{...Figures}byStream{kind{key label}workStream{...Link}totals{...Figures}}series{date datePrecision totals{total complete}}}programme{phases{...PhaseParts}}}fragment Figures on ProgressTotals{total complete notRecorded counts{number status{...StatusParts}}}fragment Link on Page{__typename id title path}fragment PhaseParts on Phase{id name objective start startPrecision end endPrecision isCurrent}fragment StatusParts on Status{key label category}"
};

export const PublicationsDocument: Document<PublicationsQuery, PublicationsQueryVariables> = {
  "name": "Publications",
  "hash": "76c2b04a3851c1805b38b3bf6ac4e04adfb8dfcf28c1c51d26532697370085f9",
  "text": "query Publications($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){publications(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const RedirectsDocument: Document<RedirectsQuery, RedirectsQueryVariables> = {
  "name": "Redirects",
  "hash": "5068040c68fde81640bd3594239fde94f2f4bbdea336a267539cfff48a126e8d",
  "text": "query Redirects($after:String){redirects(first:100 after:$after){nodes{fromPath path url status}pageInfo{...NextPage}}}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const RouteDocument: Document<RouteQuery, RouteQueryVariables> = {
  "name": "Route",
  "hash": "5093d01294de7c8084f1221be44c1123289ec424d76fc7675052cae4f61ff7c8",
  "text": "query Route($path:String!$day:String)@asOf(at:$day){route(path:$path){page{...WholePage}redirect{path url status}}}fragment AudiencePageParts on AudiencePage{body{...Block}whomToAsk{html(links:RELATIVE)}contactPoint{...ContactParts}audience{id slug news(first:5){nodes{...Card}}publications(first:5){nodes{...Card}}collections(first:5){nodes{...Card}}events(first:5){nodes{...Card}}keyMessages(first:20){nodes{...Part}}}}fragment Block on ProgrammeStreamBlock{__typename ...on CallOutBlock{id kind richText{html(links:RELATIVE)}}...on DocumentBlock{id title document{...FileLink}}...on EmbedBlock{id title url description}...on HeadingBlock{id level text anchor}...on ImageBlock{id caption image{...ContentImage}}...on KeyMessageBlock{id message{...Part}}...on PageLinksBlock{id title pages{...Link}}...on ProgressTableBlock{id title workStream{...Link slug}}...on QuoteBlock{id quote speaker}...on RichTextBlock{id richText{html(links:RELATIVE)}}...on TableBlock{id caption table{headings rows{cells{text number richText{html(links:RELATIVE)}}}}}}fragment Card on Page{...Link summary facts}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment CommitmentPageParts on CommitmentPage{number kind{key label}text{html(links:RELATIVE)}textStatus status{...StatusParts}statusDate statusDatePrecision due dueDate acceptedOn acceptedSource acceptedLink sourcePage source{...Link}theme{...Term}areas(first:20){nodes{...Term}}responsibleBody{...OrganisationLink}workStream{...Link}progressEntries{id date datePrecision note correctedOn evidenceLink corrects{id date datePrecision}status{...StatusParts}evidencePage{...Link}evidenceDocument{...FileLink}}news(first:10){nodes{...Part}}outsideRecords(first:20){nodes{...RecordOfOthers}}contactPoint{...ContactParts}}fragment CommitmentRow on CommitmentPage{...Link number kind{key label}status{...StatusParts}statusDate statusDatePrecision}fragment ContactParts on ContactPoint{id name email phone hours address description}fragment ContentImage on HubImage{credit picture(preset:CONTENT){...PictureParts}}fragment DocumentCollectionPageParts on DocumentCollectionPage{body{...Block}items{id heading title text address addedOn target{...Part}record{...RecordOfOthers}}workStreams(first:20){nodes{...Link}}audiences(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment DutyParts on Duty{id title kind{label}start startPrecision end endPrecision profile{...Link}policyArea{name}workStream{...Link}}fragment EventPageParts on EventPage{start startPrecision end endPrecision place onlineAddress kind{label}host{...OrganisationLink}body{...Block}outcome{...Block}materials{id title document{...FileLink}}contactPoint{...ContactParts}audiences(first:20){nodes{...Term}}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}}fragment FileLink on HubDocument{title url fileType fileSize pageCount accessible language}fragment GroupPageParts on GroupPage{slug chair frequency startedOn startedOnPrecision closedOn closedOnPrecision closingReason remit{...Block}parentGroup{...Link}members{...MembershipParts}phases(first:10){nodes{id name}}subGroups(first:20){nodes{...Link}}meetings(first:50 orderBy:[DATE_DESC]){nodes{...Card}}contactPoint{...ContactParts}}fragment Head on Page{...Link url summary seoTitle searchDescription updatedOn updatedOnPrecision locale{code tag}headings{anchor level text}ancestors(first:10){nodes{...Link}}translations{path url locale{tag name}}sources{id title publisher supports address date datePrecision}seo{canonical title description noindex jsonLd openGraph{type siteName locale title description url image{url width height alt}}}}fragment HomePageParts on HomePage{vision{html(links:RELATIVE)}principles{id anchor title text}agreedWording{...Wording}featured{id text target{...Part}}}fragment IndexPageParts on Page{__typename ...on DocumentCollectionIndexPage{introduction}...on EventIndexPage{introduction}...on GlossaryPage{introduction}...on GroupIndexPage{introduction}...on IssueIndexPage{introduction}...on KeyMessageIndexPage{introduction}...on NewsIndexPage{introduction}...on PublicationIndexPage{introduction}...on TeamIndexPage{introduction listAsAt listAsAtPrecision}...on WorkStreamIndexPage{introduction}...on YouSaidWeDidPage{introduction entries(first:20){...SaidAndDone}}}fragment IssueBlock on IssueStreamBlock{__typename ...on HeadingBlock{id level text anchor}...on IssueSectionBlock{id heading items{id text page{...Part}}}...on PageLinksBlock{id title pages{...Link}}...on RichTextBlock{id richText{html(links:RELATIVE)}}}fragment IssuePageParts on IssuePage{number part date author subject preheader opening{html(links:RELATIVE)}sections{...IssueBlock}archived{sha256 startedAt}}fragment KeyMessagePageParts on KeyMessagePage{socialText quotation quotedPerson agreedWording{...Wording}body{...Block}proofPoints{id text evidenceLink evidencePage{...Link}}questions{id question answer}sharePicture{...ShareImage}workStreams(first:20){nodes{...Link}}audiences(first:20){nodes{...Term}}carriedPrinciples(first:20){nodes{id title anchor}}phases(first:10){nodes{id name}}news(first:5){nodes{...Link}}events(first:5){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}contactPoint{...ContactParts}}fragment Link on Page{__typename id title path}fragment MeetingPageParts on MeetingPage{date datePrecision startsAt endsAt place meetingState minutesAddress amendmentNote attendanceComplete group{...Link}agenda{...Block}minutes{...Block}attendance{id name role onBehalfOf kind{label}organisation{...OrganisationLink}}papers{id title document{...FileLink}}actions{id number text owner state dueDate closedOn}contactPoint{...ContactParts}}fragment MembershipParts on Membership{id name role isChair start startPrecision end endPrecision organisation{...OrganisationLink}profile{...Link}group{...Link}}fragment NewsPageParts on NewsPage{date author socialText kind{label}image{...ContentImage}body{...Block}contactPoint{...ContactParts}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}commitments(first:20){nodes{...Link}}topics(first:20){nodes{...Term}}audiences(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment NextPage on PageInfo{hasNextPage endCursor}fragment OrganisationLink on Organisation{id name shortName address}fragment Part on Page{...Link summary}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}fragment ProgressPageParts on ProgressPage{body{...Block}}fragment PublicationPageParts on PublicationPage{date datePrecision isbn citation officialAddress kind{label}publisher{...OrganisationLink}attachments{id title document{...FileLink}}body{...Block}contactPoint{...ContactParts}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}commitments(first:20){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}topics(first:20){nodes{...Term}}audiences(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment RecordOfOthers on OutsideRecord{id name address publisher jurisdiction description date datePrecision kind{label}}fragment SaidAndDone on YouSaidEntryConnection{nodes{id date said did workStream{...Link}target{...Link}}pageInfo{...NextPage}}fragment ShareImage on HubImage{credit picture(preset:SHARE){...PictureParts}}fragment StandardPageParts on StandardPage{offersHiding body{...Block}contactPoint{...ContactParts}children(first:50){nodes{...Part}}}fragment StatusParts on Status{key label category}fragment TeamProfilePageParts on TeamProfilePage{givenName familyName postTitle asAt asAtPrecision leftOn leftOnPrecision photo{...CardImage}biography{html(links:RELATIVE)}duties(first:20){nodes{...DutyParts}}memberships(first:20){nodes{...MembershipParts}}}fragment Term on Snippet{id name slug}fragment WholePage on Page{...Head ...HomePageParts ...StandardPageParts ...NewsPageParts ...PublicationPageParts ...EventPageParts ...CommitmentPageParts ...WorkStreamPageParts ...KeyMessagePageParts ...AudiencePageParts ...DocumentCollectionPageParts ...GroupPageParts ...MeetingPageParts ...TeamProfilePageParts ...IssuePageParts ...ProgressPageParts ...IndexPageParts}fragment Wording on AgreedWording{text source sourceAddress approvedBy since sincePrecision statements{anchor text quotation}}fragment WorkStreamPageParts on WorkStreamPage{slug state offersHiding otherNames origin{label}background{...Block}leads(first:10){nodes{...DutyParts}}duties(first:30){nodes{...DutyParts}}commitments(first:50){totalCount nodes{...CommitmentRow}}keyMessages(first:10){nodes{...Part}}news(first:5){totalCount nodes{...Card}}publications(first:10){nodes{...Card}}events(first:10){nodes{...Card}}collections(first:10){nodes{...Part}}relatedStreams(first:10){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}contactPoint{...ContactParts}}"
};

export const SearchDocument: Document<SearchQuery, SearchQueryVariables> = {
  "name": "Search",
  "hash": "6fb785ab2e6b9edf32b5dd6fd58385ad1e412336ea87fedb4882a6ac95625f9a",
  "text": "query Search($words:String!$where:SearchWhere$order:SearchOrder=RELEVANCE$exact:Boolean=false$locale:LocaleCode$after:String){search(query:$words where:$where orderBy:$order exact:$exact locale:$locale first:10 after:$after){totalCount searchedFor corrected suggestion relaxed missing useful help{...HelpParts}promoted{...Result}nodes{...Result}facets{name label values{value label count chosen}}pageInfo{...NextPage}}}fragment FileLink on HubDocument{title url fileType fileSize pageCount accessible language}fragment HelpParts on SearchHelp{place kindKey urgency sentence url path signposts{...SignpostParts}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment Result on SearchResult{typeLabel facts title{html}excerpt{html}page{...Link}status{...StatusParts}document{...FileLink}}fragment SignpostParts on Signpost{id name description address chatAddress telephone telephoneLink textNumber textKeyword textLink email gaelic hours urgent audienceKeys}fragment StatusParts on Status{key label category}"
};

export const SubscribeDocument: Document<SubscribeMutation, SubscribeMutationVariables> = {
  "name": "Subscribe",
  "hash": "f0dd283e88a1ecb85e96dd951e65cd11be976fb9e0fa667f023fbe2ac3f93f2e",
  "text": "mutation Subscribe($input:SubscribeInput!){subscribe(input:$input){message userErrors{field code message}}}"
};

export const SuggestDocument: Document<SuggestQuery, SuggestQueryVariables> = {
  "name": "Suggest",
  "hash": "13a2b1ae79208df527a54edfd505da03eb64e9b720e1d588534a5e1cebef6ac4",
  "text": "query Suggest($prefix:String!$locale:LocaleCode){suggest(prefix:$prefix locale:$locale first:6){text typeLabel page{path}help{path sentence}}}"
};

export const WhereDocument: Document<WhereQuery, WhereQueryVariables> = {
  "name": "Where",
  "hash": "48d793121cbc3b98666061d6928beca42591255a02077d6ed2dfc91b1c059f70",
  "text": "query Where($path:String!$day:String)@asOf(at:$day){route(path:$path){page{path}redirect{path url status}}}"
};

export const WorkStreamsDocument: Document<WorkStreamsQuery, WorkStreamsQueryVariables> = {
  "name": "WorkStreams",
  "hash": "d6b76db343164d69cf7a6e480d1db0461428b59ca79fa9c15111a418527fb965",
  "text": "query WorkStreams($locale:LocaleCode$first:Int=100$after:String$day:String)@asOf(at:$day){workStreams(locale:$locale first:$first after:$after){totalCount nodes{...Card state}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const YouSaidDocument: Document<YouSaidQuery, YouSaidQueryVariables> = {
  "name": "YouSaid",
  "hash": "fe8adb31c9068e0a386f13915e6633aae4969269f333613469f50e02ddf77623",
  "text": "query YouSaid($locale:LocaleCode$first:Int=20$after:String$day:String)@asOf(at:$day){youSaidWeDidPage(locale:$locale){entries(first:$first after:$after){...SaidAndDone}}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment SaidAndDone on YouSaidEntryConnection{nodes{id date said did workStream{...Link}target{...Link}}pageInfo{...NextPage}}"
};
