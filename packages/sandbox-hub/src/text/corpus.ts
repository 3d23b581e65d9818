// What the little model learned from: short passages about machine learning and the Hub, written for it.
// Passages are separated by lines of `%%`. Some share phrases on purpose, so that it can cross from one to another.

export const CORPUS = `A language model predicts the next token from the tokens before it. During training it sees a great deal of text and adjusts its weights so that the token that really came next becomes a little more likely. What it learns is a distribution, and an answer is drawn from that distribution one token at a time.
%%
Temperature decides how adventurous the next token may be. With a low temperature the model takes the likeliest token almost every time, and the answer is steady and a little dull. With a high temperature rare tokens get their chance, and the answer is livelier and more often wrong. Start near 0.7 and move it only when you have a reason.
%%
A token is a piece of text, often a word or a part of a word. Providers count tokens in and tokens out, and they charge for both. A rule of thumb for English is four characters for a token, so a page of text is some five hundred tokens.
%%
The context length is how many tokens a model can look at in one request. The system prompt, the conversation so far and the answer all have to fit in it. When a conversation grows longer than the context, something has to be left out, and it is better that you choose what.
%%
Fine-tuning continues the training of a model on your own examples. It is the right tool when you want a style, a format or a skill, and the wrong tool when you only want the model to know a fact. A few hundred careful examples are worth more than a hundred thousand careless ones.
%%
LoRA is a light way of fine-tuning: it trains two small matrices beside each large one and leaves the large one as it was. The rank of the small matrices decides how much can be learned. An adapter of rank sixteen is often enough, takes a fraction of the memory, and can be merged into the model when the training is done.
%%
Supervised fine-tuning shows the model a prompt and the answer you would have liked. Preference training shows it two answers and tells it which one is better. The first teaches the model what to say, and the second teaches it what to prefer. Most people should start with the first.
%%
The loss is a number that says how surprised the model was by the training text. It should fall quickly at the start and slowly afterwards. When the loss on the training examples falls while the loss on the held-out examples rises, the model is learning your examples by heart, and it is time to stop.
%%
A learning rate that is too high makes the loss jump about or rise. A learning rate that is too low makes the training take all day. For LoRA something near 2e-4 is a good first try, with a short warm-up and a slow decay to zero.
%%
A dataset is a repository with a card, some files and a history. The viewer on the Hub shows the first rows of each split, so look at them before you train on them. Check for empty rows, for rows that appear twice, and for anything that should not be public.
%%
A good training example looks exactly like what the model will see when people use it. Keep the same chat template, the same system prompt and the same kind of question. If real questions are short and full of spelling mistakes, the examples should be short and full of spelling mistakes too.
%%
The Hugging Face Hub keeps models, datasets and Spaces as repositories. Each has a card, a history of commits and a set of tags. You find a model by its task, its library, its language or its license, and you can sort what you found by downloads, by likes or by what is trending this week.
%%
A model card says what a model is for, what it was trained on and where it fails. Read the license and the limitations first. A card that says nothing about its training data is also telling you something.
%%
A gated model asks you to accept its conditions before you may download it. Some owners accept everybody at once, and others read each request. Open the page of the model, read the conditions, and ask for access with the account that your token belongs to.
%%
An access token speaks for you, so treat it like a password. A read token can download what you can see. A write token can also change your repositories. A fine-grained token can do exactly the things that you ticked when you made it, and that is the kind to give to a program.
%%
Inference Providers are companies that keep models warm and answer requests for them. The router of the Hub looks at the model you asked for, picks a provider that serves it, and sends the request on. You can name a provider yourself, or ask for the fastest or the cheapest one.
%%
The price of a request is the number of tokens in times the input price plus the number of tokens out times the output price. Prices are given for a million tokens. A short question with a short answer on a small model costs far less than a cent.
%%
Time to first token tells you how long you stare at an empty screen. Throughput tells you how fast the words come after that. For a chat the first matters more, and for a long document the second does. Both depend on the provider as much as on the model.
%%
A warm model is loaded and ready at one provider or more. A cold model has to be loaded before it can answer, and through the router it cannot be asked at all. When a model that you have chosen is no longer warm, pick another provider or another model of the same family.
%%
A small model is quick, cheap and easy to keep on your own machine. A large model follows long instructions better and knows more. Try the small one first. If the answers are good enough, you have saved a great deal of money, and if they are not, you know what to measure.
%%
Quantization stores the weights with fewer bits. Eight bits cost almost no quality, four bits cost a little, and below that you should measure before you trust. A model with seven billion parameters needs fourteen gigabytes of memory in sixteen bits and about four in four bits.
%%
A mixture of experts has many blocks of weights and uses only a few of them for each token. It needs the memory of a large model and the arithmetic of a small one. That is why a model with two hundred billion parameters can answer as fast as one with twenty.
%%
Evaluation comes before training. Write down twenty questions that matter to you, and the answers that you would accept. Ask them of the model before you change it and after you changed it. Without that you are guessing, and the guess will be kind to your own work.
%%
A training job runs on a machine that you rent by the minute. Choose the hardware by the memory that the model needs, not by its name. Set a timeout, push checkpoints to a repository as you go, and look at the log in the first minute, because most jobs that fail do so at once.
%%
A Space is a small application on the Hub. With Gradio you write a function and get a page for it. A static Space is only files. Secrets belong in the settings of the Space, where the application can read them and visitors cannot.
%%
Embeddings turn text into a list of numbers so that near meanings get near numbers. Store one embedding for each passage, embed the question, and take the passages that are nearest. Give those to the model with the question, and it can answer from text that it has never been trained on.
%%
Retrieval works better when the passages are neither too long nor too short. A paragraph is a good size. Keep the title with each passage, because a paragraph without its title often does not say what it is about.
%%
A system prompt sets the role, the tone and the limits of an assistant. Say what you want rather than what you do not want. Give one example of a good answer. Short instructions that agree with one another work better than long ones that do not.
%%
Attention lets each token look at the tokens before it and take what it needs from them. The cost grows with the square of the length, which is why long contexts are slow and why so much work goes into making attention cheaper.
%%
Hello! I can talk about models, datasets, tokens and training, in short sentences that I put together one word at a time. Ask me what a token is, how LoRA is trained, or what a warm model means.
%%
Machine learning is the craft of fitting a function to examples. You choose a family of functions, a way to measure the error and a way to make the error smaller. The rest is data, patience and honest measurement.
%%
Here is how to call a chat model from Python:

\`\`\`python
import os
from huggingface_hub import InferenceClient

client = InferenceClient(api_key=os.environ["HF_TOKEN"])
answer = client.chat_completion(
    model="HuggingFaceTB/SmolLM3-3B",
    messages=[{"role": "user", "content": "What is a token?"}],
    max_tokens=200,
)
print(answer.choices[0].message.content)
\`\`\`

The code sends one message and prints the answer.
%%
This code loads a dataset in Python and looks at its first row:

\`\`\`python
from datasets import load_dataset

rows = load_dataset("sandy/harbour-notes", split="train")
print(rows[0])
\`\`\`

Look at the rows before you train on them.
%%
In JavaScript the code is much the same:

\`\`\`js
import { InferenceClient } from '@huggingface/inference';

const client = new InferenceClient(token);
for await (const chunk of client.chatCompletionStream({ model, messages })) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? '');
}
\`\`\`

Each chunk carries a few characters of the answer.
%%
As a list, the steps of a fine-tuning are these:

1. Collect examples and read them.
2. Hold some of them out for evaluation.
3. Choose a small model and a learning rate.
4. Train, and watch both losses.
5. Compare the new model with the old one on your own questions.

Most of the time goes into the first step.
%%
There are three kinds of access token.

- **Read** sees what you can see and changes nothing. It is good for downloads.
- **Write** changes your repositories too. It is good for your own machine.
- **Fine-grained** does what you ticked when you made it, and no more.

A fine-grained token is the one to give to a program.
%%
A poem, then, about training:

The loss came down like evening rain,
the model read the book again,
and every word it did not know
it guessed, and let the wrong ones go.

It is a short poem, because I am a small model.`;
